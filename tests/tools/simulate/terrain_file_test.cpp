#include "tools/simulate/terrain_file.hpp"

#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_srs_api.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <string>

#include "tools/simulate/drone/drone_flight.hpp"

namespace nightjar {
namespace {

TEST(TerrainFile, holds_the_hills_above_the_ellipsoid_where_it_says_they_are) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / ("nightjar_terrain_" + std::to_string(::getpid()) + ".tif");
  const Hills hills(11);
  write_terrain(file, hills);
  GDALAllRegister();
  GDALDatasetH dataset = GDALOpen(file.c_str(), GA_ReadOnly);
  ASSERT_NE(dataset, nullptr);
  OGRSpatialReferenceH system = GDALGetSpatialRef(dataset);
  ASSERT_NE(system, nullptr);
  EXPECT_STREQ(OSRGetAuthorityCode(system, nullptr), "4979");  // WGS84 with heights above the ellipsoid
  std::array<double, 6> placement{};
  ASSERT_EQ(GDALGetGeoTransform(dataset, placement.data()), CE_None);
  double largest_m = 0;
  double roughest_m = 0;
  for (int y = 5; y < GDALGetRasterYSize(dataset); y += 19) {
    for (int x = 3; x < GDALGetRasterXSize(dataset); x += 17) {
      float height_m = 0;
      ASSERT_EQ(GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Read, x, y, 1, 1, &height_m, 1, 1, GDT_Float32,
                             0, 0),
                CE_None);
      const double longitude = placement[0] + (x + 0.5) * placement[1];
      const double latitude = placement[3] + (y + 0.5) * placement[5];
      const double truth_m = kFlightGround_m + hills.height_m(local_from_wgs84(latitude, longitude));
      largest_m = std::fmax(largest_m, std::fabs(static_cast<double>(height_m) - truth_m));
      roughest_m = std::fmax(roughest_m, std::fabs(truth_m - kFlightGround_m));
    }
  }
  EXPECT_LT(largest_m, 0.001);
  EXPECT_GT(roughest_m, 3);
  GDALClose(dataset);
  std::filesystem::remove(file);
}

TEST(TerrainFile, names_a_file_that_cannot_be_written) {
  try {
    write_terrain("/no/such/folder/terrain.tif", Hills(1));
    FAIL() << "expected an error";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("/no/such/folder/terrain.tif"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace nightjar
