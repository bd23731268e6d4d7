#include "processing/thermal/body_belief.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

Contact standing(double contrast, const BodyLook& look, int looks) {
  Contact contact;
  contact.looks = 10;
  contact.mean_contrast = contrast;
  for (int i = 0; i < looks; ++i) contact.note_look({look}, {});
  return contact;
}

TEST(BodyBelief, goes_by_contrast_where_nobody_looked) {
  const BodyBelief belief({});
  EXPECT_GT(belief.log_odds_of(standing(40, {}, 0)), 5);
  EXPECT_LT(belief.log_odds_of(standing(7, {}, 0)), 0);
}

TEST(BodyBelief, does_not_take_a_chimney_for_a_body_however_hot_it_is) {
  const BodyBelief belief({});
  EXPECT_LT(belief.log_odds_of(standing(150, {-4, -5, -4}, 5)), 0);
}

bool told(const BodyBelief& belief, Contact contact) {
  contact.no_thing_log_odds = belief.log_odds_of(contact);
  return belief.is_body(contact, true);
}

TEST(BodyBelief, tells_a_hot_body_that_looks_like_nothing_known_after_many_looks_and_not_before) {
  const BodyBelief belief({});
  EXPECT_FALSE(told(belief, standing(60, {-0.5, -0.5, -0.5}, 6)));
  EXPECT_TRUE(told(belief, standing(60, {-0.5, -0.5, -0.5}, 12)));
}

TEST(BodyBelief, waits_for_a_third_look_where_two_are_not_clear) {
  const BodyBelief belief({});
  EXPECT_FALSE(told(belief, standing(40, {6, 1, -2}, 1)));
  EXPECT_TRUE(told(belief, standing(40, {6, 1, -2}, 2)));
  EXPECT_FALSE(told(belief, standing(40, {2.5, 0, -2}, 2)));
  EXPECT_TRUE(told(belief, standing(40, {2.5, 0, -2}, 3)));
}

TEST(BodyBelief, goes_by_contrast_alone_where_nothing_can_be_looked_at) {
  const BodyBelief belief({});
  Contact hot = standing(40, {}, 0);
  hot.no_thing_log_odds = belief.log_odds_of(hot);
  EXPECT_TRUE(belief.is_body(hot, false));
  EXPECT_FALSE(belief.is_body(hot, true)) << "nobody has looked yet";
}

TEST(BodyBelief, believes_looks_where_a_body_stands_out_little) {
  const BodyBelief belief({});
  EXPECT_LT(belief.log_odds_of(standing(9, {}, 0)), 0);
  EXPECT_GT(belief.log_odds_of(standing(9, {4, 1, -2}, 6)), 0);
}

TEST(BodyBelief, holds_nothing_against_a_body_that_automatic_gain_squeezed) {
  const BodyBelief belief({});
  Contact faint = standing(7, {1.5, 1, -2}, 6);
  const double plain = belief.log_odds_of(faint);
  faint.squeezed = true;
  EXPECT_NEAR(belief.log_odds_of(faint), plain + BodyBeliefOptions().most_by_contrast / 4, 0.3);
  Contact hot = standing(60, {1.5, 1, -2}, 6);
  const double hot_plain = belief.log_odds_of(hot);
  hot.squeezed = true;
  EXPECT_DOUBLE_EQ(belief.log_odds_of(hot), hot_plain) << "much contrast still speaks for one";
}

TEST(Contact, is_seen_to_be_there_by_its_looks_where_automatic_gain_squeezed_it) {
  Contact contact = standing(9, {4, 1, -2}, 1);
  contact.log_odds = 0.5;
  contact.squeezed = true;
  EXPECT_EQ(contact.log_odds_with_looks(), 0.5) << "one look may deceive";
  contact.note_look({BodyLook{4, 1, -2}}, {});
  EXPECT_EQ(contact.log_odds_with_looks(), 0.5 + contact.look.body());
  contact.squeezed = false;
  EXPECT_EQ(contact.log_odds_with_looks(), 0.5) << "heat as measured tells enough";
  Contact thing = standing(9, {-4, -4, -4}, 5);
  thing.squeezed = true;
  EXPECT_EQ(thing.log_odds_with_looks(), thing.log_odds) << "a thing is there as well";
}

Contact raised(Contact contact, double log_odds) {
  contact.raised.emplace();
  contact.raised->log_odds = log_odds;
  return contact;
}

TEST(BodyBelief, doubts_what_seems_to_sit_in_a_tree_and_not_what_surely_is_a_body) {
  const BodyBelief belief({});
  const Contact unsure = standing(40, {2.5, 0, -2}, 3), sure = standing(40, {6, 1, -2}, 6);
  EXPECT_TRUE(told(belief, raised(unsure, -4)));
  EXPECT_FALSE(told(belief, raised(unsure, 4)));
  EXPECT_TRUE(told(belief, raised(sure, 6)));
  EXPECT_DOUBLE_EQ(belief.log_odds_of(raised(unsure, -4)), belief.log_odds_of(unsure));
}

TEST(BodyBelief, takes_the_ground_for_higher_where_most_seem_raised) {
  BodyBelief belief({});
  const Contact unsure = standing(40, {2.5, 0, -2}, 3);
  std::vector<Contact> all(10, raised(unsure, -3));
  all[0] = all[1] = raised(unsure, 4);
  belief.learn(all);
  EXPECT_FALSE(told(belief, raised(unsure, 4)));
  for (std::size_t i = 0; i < 6; ++i) all[i] = raised(unsure, 4);
  belief.learn(all);
  EXPECT_TRUE(told(belief, raised(unsure, 4)));
}

TEST(BodyBelief, looks_now_and_then_and_not_for_ever) {
  const BodyBelief belief({});
  PlaneView view;
  int looked = 0;
  view.look = [&looked](const PlaneSpot&) {
    ++looked;
    return PlaneLook{BodyLook{1, 0, 0}};
  };
  PlaneSpot spot;
  spot.scale = {0.05, 1};
  Contact contact;
  contact.log_odds = -3;
  belief.look_at(contact, spot, view);
  EXPECT_EQ(looked, 0) << "it may be clutter that comes and goes";
  contact.log_odds = 2;
  for (int i = 0; i < 300; ++i) {
    view.captured_at = CaptureTime(std::chrono::milliseconds(66 * i));
    belief.look_at(contact, spot, view);
  }
  EXPECT_EQ(looked, BodyBeliefOptions().most_looks);
  spot.scale = {};
  Contact unscaled;
  unscaled.log_odds = 2;
  belief.look_at(unscaled, spot, view);
  EXPECT_EQ(unscaled.looked, 0) << "a size in pixels says nothing";
}

TEST(BodyBelief, looks_less_often_at_what_is_clear_and_sees_it_change_all_the_same) {
  const BodyBelief belief({});
  PlaneView view;
  BodyLook shown{-5, -5, -5};
  view.look = [&shown](const PlaneSpot&) { return PlaneLook{shown}; };
  PlaneSpot spot;
  spot.scale = {0.05, 1};
  Contact thing;
  thing.log_odds = 2;
  const auto pass_s = [&](int from, int to) {
    for (int i = 10 * from; i < 10 * to; ++i) {
      view.captured_at = CaptureTime(std::chrono::milliseconds(100 * i));
      belief.look_at(thing, spot, view);
    }
    return thing.looked;
  };
  EXPECT_LE(pass_s(0, 10), 9) << "four looks, then one each two seconds";
  EXPECT_LT(belief.log_odds_of(thing), 0);
  shown = {9, 2, -2};  // somebody steps out of the hedge
  EXPECT_GT(pass_s(10, 20), 9);
  EXPECT_GT(thing.look.body(), -BodyBeliefOptions().clearly);
}

}  // namespace
}  // namespace nightjar
