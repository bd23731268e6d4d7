#include "ingest/telemetry/geoid.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nightjar {
namespace {

struct PublishedPoint {
  double latitude_deg;
  double longitude_deg;
  double separation_m;
};

// The test points that come with the EGM96 coefficients (NIMA, F477). PROJ has a grid of 15 minutes: between
// its points it is up to some decimetres off.
constexpr PublishedPoint kPublished[] = {
    {38.6281550, 269.7791550, -31.628}, {-14.6212170, 305.0211140, -2.969},
    {46.8743190, 102.4487290, -43.575}, {-23.6174460, 133.8747120, 15.871},
    {38.6254730, 359.9995000, 50.066},  {-0.4667440, 0.0023000, 17.329},
};

TEST(Geoid, agrees_with_the_published_points) {
  const Geoid geoid;
  for (const PublishedPoint& point : kPublished) {
    const auto separation_m = geoid.separation_m(point.latitude_deg, point.longitude_deg);
    ASSERT_TRUE(separation_m);
    EXPECT_NEAR(*separation_m, point.separation_m, 0.5) << point.latitude_deg;
  }
}

TEST(Geoid, is_what_egm96_publishes_where_equator_and_greenwich_meet) {
  EXPECT_NEAR(Geoid().separation_m(0, 0).value(), 17.16, 0.1);
}

TEST(Geoid, lies_45_to_55_m_above_the_ellipsoid_in_britain) {
  const Geoid geoid;
  for (const double latitude_deg : {50.5, 51.0, 53.0, 55.0}) {
    const double separation_m = geoid.separation_m(latitude_deg, -1.35).value();
    EXPECT_GT(separation_m, 45);
    EXPECT_LT(separation_m, 55);
  }
}

TEST(Geoid, is_the_same_on_both_sides_of_the_date_line_and_all_round_a_pole) {
  const Geoid geoid;
  const double at_line_m = geoid.separation_m(-17, 180).value();
  EXPECT_NEAR(geoid.separation_m(-17, -180).value(), at_line_m, 1e-6);
  EXPECT_NEAR(geoid.separation_m(-17, 179.9999).value(), at_line_m, 0.01);
  EXPECT_NEAR(geoid.separation_m(-17, -179.9999).value(), at_line_m, 0.01);
  EXPECT_NEAR(geoid.separation_m(90, 0).value(), geoid.separation_m(90, 123).value(), 0.1);
  EXPECT_NEAR(geoid.separation_m(-90, 0).value(), geoid.separation_m(-90, -60).value(), 0.1);
}

TEST(Geoid, knows_nothing_of_what_is_no_place) {
  const Geoid geoid;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(geoid.separation_m(nan, 0));
  EXPECT_FALSE(geoid.separation_m(0, nan));
  EXPECT_FALSE(geoid.separation_m(0, infinite));
  EXPECT_FALSE(geoid.separation_m(90.001, 0));
}

}  // namespace
}  // namespace nightjar
