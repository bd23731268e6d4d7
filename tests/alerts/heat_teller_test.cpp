#include "alerts/heat_teller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_flock.hpp"

namespace nightjar {
namespace {

using testing::IsEmpty;

TEST(HeatTeller, tells_candidates_of_a_search_by_probability_and_never_that_nothing_is_there) {
  HeatTeller teller = farm();
  HeatSetting search = at(0);
  search.sortie = FrameSortie{"s1", SortieProfile::search};
  HeatTrack faint = sheep(1, 0), likely = sheep(2, 500);
  faint.outcome = likely.outcome = HeatOutcome::tentative;
  faint.probability = 0.1, likely.probability = 0.45;
  const auto told = events(teller.tell_candidates({faint, likely}, search));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[0].heat->unconfirmed);
  EXPECT_EQ(told[0].handling, AlertHandling::record);
  EXPECT_LT(told[1].priority, told[0].priority) << "the likelier first";
  EXPECT_EQ(told[0].sortie, "s1");

  likely.outcome = HeatOutcome::confirmed;
  likely.last_seen = search.now = evening(2000);
  likely.probability = 0.9;
  const AlertEvent confirmed = only(teller.tell({likely}, search));
  EXPECT_EQ(confirmed.alert, told[1].alert);
  EXPECT_EQ(confirmed.event, AlertHappening::amended);
  EXPECT_FALSE(confirmed.heat->unconfirmed);
  EXPECT_EQ(confirmed.handling, AlertHandling::alarm);
  EXPECT_EQ(confirmed.alerted_again, "confirmed");

  faint.outcome = HeatOutcome::dropped;
  faint.ended = true;
  const AlertEvent dropped = only(teller.tell({faint}, search));
  EXPECT_EQ(dropped.event, AlertHappening::withdrawn);
  EXPECT_EQ(dropped.cause, "not seen often enough to be believed; that nothing is there is not said");
}

TEST(HeatTeller, tells_no_candidates_on_a_watch_and_counts_what_one_picture_alone_showed) {
  HeatTeller teller = farm();
  HeatTrack faint = sheep(1, 0);
  faint.outcome = HeatOutcome::tentative;
  HeatSetting watch = at(0);
  watch.sortie = FrameSortie{"s1", SortieProfile::watch};
  EXPECT_THAT(teller.tell_candidates({faint}, watch), IsEmpty());
  watch.sortie->profile = SortieProfile::search;
  faint.sightings = 1;
  EXPECT_THAT(teller.tell_candidates({faint}, watch), IsEmpty());
  faint.outcome = HeatOutcome::dropped;
  faint.ended = true;
  EXPECT_THAT(events(teller.tell({faint}, watch)), IsEmpty());
  EXPECT_EQ(teller.candidates_untold(), 1U);
}

TEST(HeatTeller, names_an_officer_and_neither_hides_nor_lowers_the_contact) {
  HeatTeller teller = farm();
  HeatTrack officer = sheep(1, 0), other = sheep(2, 6);
  officer.heat_class = other.heat_class = HeatClass::person;
  const OwnPosition said{evening(-2000), "PC12", OwnKind::person, 51.0, -1.15, 4.0, "Rural 2"};
  teller.hear({said});
  const auto told = events(teller.tell({other, officer}, at(0)));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_FALSE(told[0].heat->own) << "who stands beside an officer is not taken for one";
  EXPECT_EQ(told[1].heat->own->id, "PC12");
  EXPECT_EQ(told[1].heat->own->label, "Rural 2");
  EXPECT_NEAR(told[1].heat->own->age_s, 2, 1e-6);
  EXPECT_LT(told[1].heat->own->distance_m, 0.5);
  EXPECT_EQ(told[1].handling, AlertHandling::alarm);
  EXPECT_EQ(told[1].priority, told[0].priority);
}

TEST(HeatTeller, takes_a_name_away_when_its_position_is_stale) {
  HeatTeller teller = farm();
  HeatTrack officer = sheep(1, 0);
  teller.hear({{evening(), "PC12", OwnKind::person, 51.0, -1.15, 4.0, ""}});
  EXPECT_TRUE(only(teller.tell({officer}, at(0))).heat->own);
  officer.last_seen = evening(30'000);
  EXPECT_THAT(events(teller.tell({officer}, at(30'000))), IsEmpty());
  officer.last_seen = evening(30'001);
  const AlertEvent event = only(teller.tell({officer}, at(30'001)));
  EXPECT_EQ(event.event, AlertHappening::amended);
  EXPECT_FALSE(event.heat->own);
}

}  // namespace
}  // namespace nightjar
