#include "alerts/own_contacts.hpp"

#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

constexpr double kMetresPerDegree = 111'320;

HeatTrack contact(std::uint64_t id, double north_m, std::int64_t at_ms,
                  HeatClass heat_class = HeatClass::unknown) {
  HeatTrack track;
  track.id = id;
  track.outcome = HeatOutcome::confirmed;
  track.heat_class = heat_class;
  track.position = GroundPoint{51.0 + north_m / kMetresPerDegree, -1.15, 100, Eigen::Matrix2d::Identity()};
  track.last_seen = evening(at_ms);
  return track;
}

OwnPosition said(double north_m, std::int64_t at_ms, OwnKind kind = OwnKind::person) {
  return {evening(at_ms), "HM12", kind, 51.0 + north_m / kMetresPerDegree, -1.15, 3.0, "Rural 2"};
}

TEST(OwnContacts, names_the_nearest_contact_and_no_other) {
  OwnContacts own({});
  own.take({said(0, 0)});
  own.name({contact(1, 2.5, 500), contact(2, -1, 500)}, evening(500));
  EXPECT_FALSE(own.name_of(1));
  ASSERT_TRUE(own.name_of(2));
  EXPECT_NEAR(own.name_of(2)->distance_m, 1, 0.01);
}

TEST(OwnContacts, gives_the_name_to_nobody_else_while_who_has_it_is_hidden_for_a_moment) {
  OwnContacts own({});
  own.take({said(0, 0)});
  own.name({contact(1, 0, 500)}, evening(500));
  own.name({contact(2, 1, 1000)}, evening(1000));
  EXPECT_FALSE(own.name_of(2));
  EXPECT_TRUE(own.name_of(1)) << "a name stays on what is out of sight";
  own.name({contact(2, 1, 6000)}, evening(6000));
  EXPECT_TRUE(own.name_of(2)) << "after five seconds it is the only one who can be";
}

TEST(OwnContacts, names_nothing_from_a_stale_position_or_one_too_far_away) {
  OwnContacts own({});
  own.take({said(0, 0)});
  own.name({contact(1, 0, 30'500)}, evening(30'500));
  EXPECT_FALSE(own.name_of(1));
  own.take({said(0, 40'000)});
  own.name({contact(1, 20, 40'000)}, evening(40'000));
  EXPECT_FALSE(own.name_of(1));
  own.name({contact(1, 3, 40'100)}, evening(40'100));
  EXPECT_TRUE(own.name_of(1));
}

TEST(OwnContacts, follows_a_car_between_its_reports) {
  OwnContacts own({});
  own.take({said(0, 0, OwnKind::vehicle), said(40, 2000, OwnKind::vehicle)});
  own.name({contact(1, 80, 4000, HeatClass::vehicle)}, evening(4000));
  ASSERT_TRUE(own.name_of(1)) << "at 20 m/s";
  EXPECT_LT(own.name_of(1)->distance_m, 0.5);
  EXPECT_EQ(own.name_of(1)->kind, "vehicle");
}

TEST(OwnContacts, takes_no_person_for_a_car_and_no_car_for_an_officer) {
  OwnContacts own({});
  own.take({said(0, 0, OwnKind::vehicle)});
  own.name({contact(1, 0, 100, HeatClass::person)}, evening(100));
  EXPECT_FALSE(own.name_of(1)) << "who stands at the force's car";
  OwnContacts officer({});
  officer.take({said(0, 0)});
  officer.name({contact(1, 0, 100, HeatClass::vehicle)}, evening(100));
  EXPECT_FALSE(officer.name_of(1));
}

TEST(OwnContacts, goes_by_the_newest_report_whatever_the_order) {
  OwnContacts own({});
  own.take({said(0, 5000), said(200, 1000)});
  own.name({contact(1, 0, 5000)}, evening(5000));
  EXPECT_TRUE(own.name_of(1));
}

}  // namespace
}  // namespace nightjar
