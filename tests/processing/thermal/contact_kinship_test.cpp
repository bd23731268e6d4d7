#include "processing/thermal/contact_kinship.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

CaptureTime at_s(double s) {
  return CaptureTime(std::chrono::milliseconds(std::llround(s * 1000)));
}

/// Seen from `from_s` to `to_s` on a straight way.
Contact walker(double from_s, double to_s, const Eigen::Vector2d& from, const Eigen::Vector2d& velocity) {
  Contact contact;
  contact.first_seen = at_s(from_s), contact.last_seen = at_s(to_s);
  contact.first_place = from;
  contact.last_place = from + velocity * (to_s - from_s);
  contact.last_velocity = velocity;
  contact.moving_state << contact.last_place, velocity;
  contact.moving_log_odds = 5;
  contact.sightings = 20;
  contact.mean_contrast = 30;
  contact.length = 1.2;
  return contact;
}

BodyLook as_person() {
  return {4, -1, -3};
}
BodyLook as_animal() {
  return {-1, 4, -3};
}
BodyLook as_vehicle() {
  return {-3, -2, 5};
}

Contact looked_like(Contact contact, const BodyLook& look) {
  for (int i = 0; i < 3; ++i) contact.note_look({look}, contact.last_seen);
  return contact;
}

TEST(OffItsWay, takes_a_walker_who_comes_up_where_the_way_went_on_for_the_same) {
  const Contact lost = walker(0, 4, {0, 0}, {1.2, 0});
  const Contact back = walker(14, 16, {17, 1}, {1.1, 0.1});
  const auto off_m = off_its_way(lost, back, {});
  ASSERT_TRUE(off_m);
  EXPECT_LT(*off_m, 3);
}

TEST(OffItsWay, knows_one_who_turned_after_the_other_way) {
  const Contact lost = walker(0, 4, {0, 0}, {1.2, 0});
  const Contact elsewhere = walker(14, 16, {-15, 0}, {1.2, 0});
  EXPECT_FALSE(off_its_way(lost, elsewhere, {})) << "20 m behind where the walker was lost";
}

TEST(OffItsWay, does_not_take_who_lies_far_off_the_way_for_a_runner_however_long_ago) {
  const Contact ran = looked_like(walker(0, 4, {0, 0}, {3, 0}), as_person());
  EXPECT_TRUE(off_its_way(ran, looked_like(walker(19, 21, {57, 9}, {0, 0}), as_person()), {}));
  EXPECT_FALSE(off_its_way(ran, looked_like(walker(19, 21, {57, 12}, {0, 0}), as_person()), {}));
  const Contact deer = looked_like(walker(0, 4, {0, 0}, {3, 0}), as_animal());
  EXPECT_TRUE(off_its_way(deer, looked_like(walker(19, 21, {57, 12}, {0, 0}), as_animal()), {}));
}

TEST(OffItsWay, takes_nobody_for_another_who_was_in_sight_at_once) {
  const Contact lost = walker(0, 10, {0, 0}, {1.2, 0});
  const Contact beside = walker(5, 16, {6, 1}, {1.2, 0});
  EXPECT_FALSE(off_its_way(lost, beside, {}));
}

TEST(OffItsWay, knows_a_deer_that_bolted_and_no_person_who_cannot_have) {
  const Contact lay = walker(0, 4, {0, 0}, {0, 0});
  const Contact runs = walker(4.8, 6, {7, 2}, {8, 1});
  EXPECT_TRUE(off_its_way(looked_like(lay, as_animal()), looked_like(runs, as_animal()), {}));
  EXPECT_FALSE(off_its_way(looked_like(lay, as_person()),
                           looked_like(walker(4.8, 6, {0, 7}, {0.2, -1.2}), as_person()), {}));
}

TEST(OffItsWay, follows_an_animal_that_is_not_where_it_was_and_leaves_one_whose_place_nobody_saw_since) {
  Contact grazed = looked_like(walker(0, 4, {0, 0}, {0, 0}), as_animal());
  Contact back = looked_like(walker(16, 19, {4, 2}, {0, 0}), as_animal());
  Contact far_off = looked_like(walker(16, 19, {17, 2}, {0, 0}), as_animal());
  Contact bolted = looked_like(walker(9.5, 11, {30, 20}, {0, 0}), as_animal());
  for (Contact* sheep : {&grazed, &back, &far_off, &bolted}) sheep->length = 1.9;
  for (const Contact& other : {back, far_off, bolted})
    EXPECT_FALSE(off_its_way(grazed, other, {})) << "it may still lie there";
  grazed.gone_s = 1;
  EXPECT_TRUE(off_its_way(grazed, back, {}));
  EXPECT_FALSE(off_its_way(grazed, far_off, {})) << "too far for one that grazes";
  EXPECT_TRUE(off_its_way(grazed, bolted, {})) << "36 m in 5.5 s";
  Contact lay = looked_like(walker(0, 4, {0, 0}, {0, 0}), as_person());
  lay.gone_s = 1;
  EXPECT_FALSE(off_its_way(lay, looked_like(walker(16, 19, {4, 2}, {0, 0}), as_person()), {}))
      << "a person who lies elsewhere is another, until seen to walk";
}

TEST(OffItsWay, follows_a_fox_that_trots_out_of_sight_and_no_deer) {
  Contact fox = looked_like(walker(0, 4, {0, 0}, {0, 0}), as_animal());
  Contact back = looked_like(walker(14, 16, {20, 6}, {0, 0}), as_animal());
  EXPECT_TRUE(off_its_way(fox, back, {})) << "21 m in 10 s";
  EXPECT_FALSE(off_its_way(fox, looked_like(walker(7.5, 9, {20, 6}, {0, 0}), as_animal()), {})) << "in 3.5 s";
  EXPECT_FALSE(off_its_way(fox, looked_like(walker(24, 26, {20, 6}, {0, 0}), as_animal()), {}))
      << "long ago: another";
  EXPECT_FALSE(off_its_way(fox, looked_like(walker(14, 16, {20, 6}, {0, 0}), BodyLook{3, 4, -3}), {}))
      << "it may be a person who crouches";
  fox.length = back.length = 1.9;
  EXPECT_FALSE(off_its_way(fox, back, {})) << "two deer";
}

TEST(OffItsWay, allows_more_between_two_who_surely_look_alike) {
  const Contact lay = looked_like(walker(0, 4, {0, 0}, {0, 0}), as_person());
  Contact up = looked_like(walker(4.1, 6, {2.3, 0}, {0, 0}), as_person());
  EXPECT_TRUE(off_its_way(lay, up, {}));
  EXPECT_FALSE(off_its_way(lay, looked_like(walker(4.1, 6, {2.3, 0}, {0, 0}), BodyLook{3, 2.5, -3}), {}));
  const Contact ran = looked_like(walker(0, 4, {0, 0}, {3, 0}), as_person());
  Contact runs = looked_like(walker(6, 8, {18.5, 0}, {0, 0}), as_person());
  runs.length = 3 * ran.length;
  EXPECT_TRUE(off_its_way(ran, runs, {})) << "with what is warm beside";
  runs.length = 4 * ran.length;
  EXPECT_FALSE(off_its_way(ran, runs, {}));
}

TEST(OffItsWay, follows_a_vehicle_that_drove_off_whatever_of_it_showed) {
  Contact stood = looked_like(walker(0, 4, {0, 0}, {0, 0}), as_vehicle());
  Contact bonnet = looked_like(walker(6, 8, {12, 0}, {0, 0}), as_vehicle());
  stood.length = 9, bonnet.length = 2;
  EXPECT_FALSE(off_its_way(stood, bonnet, {})) << "it may still stand where it stood";
  stood.gone_s = 1.5;
  EXPECT_TRUE(off_its_way(stood, bonnet, {}));
  bonnet.first_place = {40, 0};
  EXPECT_FALSE(off_its_way(stood, bonnet, {})) << "too far for two seconds";
  bonnet = looked_like(walker(14, 16, {12, 0}, {0, 0}), as_vehicle());
  EXPECT_FALSE(off_its_way(stood, bonnet, {})) << "one drove off, another came";
}

TEST(OffItsWay, gives_a_vehicle_half_its_length_more) {
  Contact lost = looked_like(walker(0, 4, {0, 0}, {2, 0}), as_vehicle());
  Contact stopped = looked_like(walker(4.1, 6, {12, 0}, {0, 0}), as_vehicle());
  lost.length = stopped.length = 2.4;
  EXPECT_FALSE(off_its_way(lost, stopped, {}));
  lost.length = stopped.length = 4.8;
  EXPECT_TRUE(off_its_way(lost, stopped, {}));
}

TEST(OffItsWay, leaves_those_who_rest_to_their_place) {
  const Contact lost = walker(0, 4, {0, 0}, {0, 0});
  const Contact other = walker(6, 9, {2.6, 0}, {0, 0});
  EXPECT_FALSE(off_its_way(lost, other, {})) << "two who lie near each other are two";
}

TEST(OffItsWay, does_not_take_a_car_that_drives_where_somebody_lay_long_ago_for_them) {
  Contact lay = looked_like(walker(0, 4, {0, 0}, {0, 0}), as_person());
  Contact drives = walker(20, 22, {56, 0}, {3.5, 0});
  drives.note_look({{0.5, -1, 0.5}}, drives.last_seen);
  EXPECT_FALSE(off_its_way(lay, drives, {})) << "nobody saw the place without them";
  lay.gone_s = 1;
  EXPECT_TRUE(off_its_way(lay, drives, {}));
}

TEST(OffItsWay, takes_one_who_got_up_and_walked_off_for_the_same) {
  const Contact lying = walker(0, 10, {5, 5}, {0, 0});
  EXPECT_TRUE(off_its_way(lying, walker(10.5, 12, {6, 5.5}, {0, 0}), {})) << "its speed is not known yet";
  EXPECT_FALSE(off_its_way(lying, walker(15, 16, {6, 5.5}, {0, 0}), {})) << "5 s without either: two";
  Contact off = walker(11.3, 13, {8, 5.5}, {0, 0});
  EXPECT_FALSE(off_its_way(lying, off, {})) << "who lies 3 m away is another";
  Contact gone = lying;
  gone.gone_s = 1;
  EXPECT_TRUE(off_its_way(gone, off, {})) << "nobody lies there any more";
  off.mean_contrast = 3 * lying.mean_contrast;
  EXPECT_TRUE(off_its_way(gone, off, {})) << "who gets up shows more";
  EXPECT_FALSE(off_its_way(gone, walker(11.3, 13, {9.5, 5.5}, {0, 0}), {})) << "faster than anybody walks";
}

TEST(OffItsWay, tells_a_car_from_a_walker_by_looks_and_a_fire_from_either_by_contrast) {
  const Contact lost = looked_like(walker(0, 4, {0, 0}, {1.2, 0}), as_person());
  Contact back = walker(6, 8, {7, 0}, {1.2, 0});
  EXPECT_TRUE(off_its_way(lost, looked_like(back, as_person()), {}));
  EXPECT_FALSE(off_its_way(lost, looked_like(back, as_vehicle()), {}));
  back.mean_contrast = 200;
  EXPECT_FALSE(off_its_way(lost, back, {}));
}

TEST(OffItsWay, forgets_who_was_away_for_minutes) {
  const Contact lost = walker(0, 4, {0, 0}, {1.2, 0});
  EXPECT_FALSE(off_its_way(lost, walker(70, 72, {84, 0}, {1.2, 0}), {}));
}

TEST(LostBefore, names_the_one_who_may_be_back_and_nobody_where_two_may) {
  Contact lost = walker(0, 4, {0, 0}, {1.2, 0});
  lost.outcome = HeatOutcome::confirmed;
  const Contact back = walker(6, 8, {7.2, 0}, {1.2, 0});
  EXPECT_EQ(lost_before({lost}, back, {}), 0U);
  Contact other = walker(0, 4, {0.5, 0.5}, {1.2, 0});
  other.outcome = HeatOutcome::confirmed;
  EXPECT_FALSE(lost_before({lost, other}, back, {}).has_value()) << "two walked side by side";
  other.seen_now = true;
  EXPECT_EQ(lost_before({lost, other}, back, {}), 0U) << "the other is still in sight";
  lost.outcome = HeatOutcome::tentative;
  EXPECT_FALSE(lost_before({lost}, back, {}).has_value()) << "what was never told is not come back to";
}

TEST(LostBefore, names_the_nearest_of_a_herd) {
  std::vector<Contact> herd{looked_like(walker(0, 4, {0, 0}, {0, 0}), as_animal()),
                            looked_like(walker(0, 4, {2, 0}, {0, 0}), as_animal())};
  for (Contact& sheep : herd) sheep.outcome = HeatOutcome::confirmed, sheep.gone_s = 1;
  const Contact back = looked_like(walker(14, 16, {2.5, 2}, {0, 0}), as_animal());
  EXPECT_EQ(lost_before(herd, back, {}), 1U);
}

}  // namespace
}  // namespace nightjar
