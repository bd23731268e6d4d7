#include "processing/ground/os_grid.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nightjar {
namespace {

/// From Ordnance Survey's published test points for OSTN15: ETRS89 to OSGB36, and the square each lies in.
struct Published {
  const char* place;
  double latitude_deg, longitude_deg, easting_m, northing_m;
  const char* square;
};
constexpr Published kPublished[] = {
    {"St Mary's, Scilly", 49.92226393730, -6.29977752014, 91492.146, 11318.804, "SV"},
    {"St Catherine's Point", 50.57563665000, -1.29782277240, 449816.371, 75335.861, "SZ"},
    {"former headquarters, Southampton", 50.93127937910, -1.45051433700, 438710.920, 114792.250, "SU"},
    {"Brislington", 51.42754743020, -2.54407618349, 362269.991, 169978.690, "ST"},
    {"Lambeth", 51.48936564950, -0.11992557180, 530624.974, 178388.464, "TQ"},
    {"Caister water tower", 52.658007833, 1.716073973, 651409.804, 313177.450, "TG"},
    {"Leeds", 53.80021519630, -1.66379168242, 422242.186, 433818.701, "SE"},
    {"Edinburgh", 55.92478265510, -3.29479219337, 319188.434, 670947.534, "NT"},
    {"Foula", 60.13308091660, -2.07382822798, 395999.668, 1138728.951, "HT"},
};

TEST(OsGrid, meets_the_published_points_as_closely_as_its_method_can) {
  const OsGrid grid;
  const double tolerance_m = grid.method() == OsGridMethod::ostn15 ? 0.1 : 5.0;
  for (const Published& p : kPublished) {
    const auto point = grid.point(p.latitude_deg, p.longitude_deg);
    ASSERT_TRUE(point) << p.place;
    EXPECT_LT(std::hypot(point->easting_m - p.easting_m, point->northing_m - p.northing_m), tolerance_m)
        << p.place;
  }
}

TEST(OsGrid, names_the_square_and_the_metres) {
  for (const Published& p : kPublished) {
    const auto reference = os_grid(p.latitude_deg, p.longitude_deg);
    ASSERT_TRUE(reference) << p.place;
    ASSERT_EQ(reference->size(), 14u) << *reference;
    EXPECT_EQ(reference->substr(0, 3), std::string(p.square) + " ");
    EXPECT_NEAR(std::stod(reference->substr(3, 5)), std::fmod(p.easting_m, 1e5), 6) << p.place;
    EXPECT_NEAR(std::stod(reference->substr(9, 5)), std::fmod(p.northing_m, 1e5), 6) << p.place;
  }
}

TEST(OsGrid, keeps_leading_zeros) {
  const auto scilly = os_grid(49.92226393730, -6.29977752014);  // 11318 north
  ASSERT_TRUE(scilly);
  const auto low = os_grid(50.0021, -5.2);  // a few kilometres above the foot of its square
  ASSERT_TRUE(low);
  EXPECT_EQ(low->size(), 14u) << *low;
}

TEST(OsGrid, gives_nothing_outside_britain_or_for_no_position) {
  EXPECT_FALSE(os_grid(48.85, 2.35)) << "Paris";
  EXPECT_FALSE(os_grid(40.7, -74.0));
  EXPECT_FALSE(os_grid(51.0, 178.0));
  EXPECT_FALSE(os_grid(0, 0));
  EXPECT_FALSE(os_grid(51.0, -9.5)) << "west of the grid";
  EXPECT_FALSE(os_grid(std::numeric_limits<double>::quiet_NaN(), -1));
  EXPECT_FALSE(os_grid(51, std::numeric_limits<double>::infinity()));
}

}  // namespace
}  // namespace nightjar
