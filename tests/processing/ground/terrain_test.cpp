#include "processing/ground/terrain.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "processing/ground/os_grid.hpp"
#include "tests/processing/ground/made_terrain.hpp"

namespace nightjar {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr double kGeoid_m = 46.71;  // EGM96 at 51 north, 1.35 west

std::string refusal(const std::filesystem::path& file) {
  try {
    const Terrain terrain(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Terrain, lies_straight_between_the_middles_of_cells) {
  MadeTerrain made;
  made.height_m = [](double x, double y) { return 100 + 1000 * (x + 1.35) + 2000 * (y - 51); };
  const Terrain terrain(write(made, "plane.tif"));
  EXPECT_THAT(terrain.notes(), IsEmpty());
  for (const auto& [latitude, longitude] :
       {std::pair(51.0, -1.35), {51.00321, -1.35123}, {50.9951, -1.3456}}) {
    const auto height = terrain.height_m(latitude, longitude);
    ASSERT_TRUE(height);
    EXPECT_NEAR(*height, 100 + 1000 * (longitude + 1.35) + 2000 * (latitude - 51), 2e-4);
  }
}

TEST(Terrain, counts_heights_from_the_sea_where_the_file_does_not_say) {
  MadeTerrain made;
  made.system = "EPSG:4326";
  const auto file = write(made, "sea.tif");
  const Terrain terrain(file);
  EXPECT_NEAR(terrain.height_m(51, -1.35).value(), 100 + kGeoid_m, 0.1);
  EXPECT_THAT(terrain.notes(),
              testing::ElementsAre(AllOf(StartsWith(file.string()), HasSubstr("mean sea level"))));
  const Terrain told(file, {.datum = HeightDatum::mean_sea_level});
  EXPECT_NEAR(told.height_m(51, -1.35).value(), 100 + kGeoid_m, 0.1);
  EXPECT_THAT(told.notes(), IsEmpty());
  EXPECT_NEAR(Terrain(file, {.datum = HeightDatum::ellipsoid}).height_m(51, -1.35).value(), 100, 1e-6);
}

TEST(Terrain, may_be_told_that_a_file_of_ellipsoidal_heights_holds_others) {
  const auto file = write({}, "told.tif");
  EXPECT_NEAR(Terrain(file).height_m(51, -1.35).value(), 100, 1e-6);
  EXPECT_NEAR(Terrain(file, {.datum = HeightDatum::mean_sea_level}).height_m(51, -1.35).value(),
              100 + kGeoid_m, 0.1);
}

TEST(Terrain, believes_the_datum_of_heights_that_a_file_states) {
  MadeTerrain made;
  made.system = "EPSG:4326+5773";
  const Terrain egm96(write(made, "egm96.tif"));
  EXPECT_NEAR(egm96.height_m(51, -1.35).value(), 100 + kGeoid_m, 0.1);
  EXPECT_THAT(egm96.notes(), IsEmpty());
  made.system = "EPSG:4326+5701";
  const Terrain newlyn(write(made, "newlyn.tif"));
  EXPECT_NEAR(newlyn.height_m(51, -1.35).value(), 100 + kGeoid_m, 1.5);
  EXPECT_LE(newlyn.notes().size(), 1U);  // PROJ may have Britain's own grid here
  for (const std::string& note : newlyn.notes()) EXPECT_THAT(note, HasSubstr("ODN height"));
}

TEST(Terrain, stands_on_the_national_grid) {
  MadeTerrain made;
  made.system = "EPSG:27700";
  made.x = 445000;
  made.y = 123000;
  made.step_x = 5;
  made.step_y = -5;
  made.height_m = [](double x, double y) { return (x - 445000) / 10 + (y - 122000) / 20; };
  const Terrain terrain(write(made, "osgb.tif"));
  const auto at = OsGrid().point(50.9995, -1.352);
  ASSERT_TRUE(at);
  const auto height = terrain.height_m(50.9995, -1.352);
  ASSERT_TRUE(height);
  EXPECT_NEAR(*height, (at->easting_m - 445000) / 10 + (at->northing_m - 122000) / 20 + kGeoid_m, 0.6)
      << "two ways to the grid that differ by some metres, on a slope of one in ten";
}

TEST(Terrain, is_metres_where_the_file_counts_feet) {
  MadeTerrain made;
  made.unit = "ft";
  EXPECT_NEAR(Terrain(write(made, "feet.tif")).height_m(51, -1.35).value(), 30.48, 1e-4);
  made.unit = "fathoms";
  EXPECT_THAT(refusal(write(made, "fathoms.tif")), AllOf(HasSubstr("fathoms"), HasSubstr("expected")));
}

TEST(Terrain, is_not_known_over_holes_and_beyond_its_edge) {
  MadeTerrain made;
  made.height_m = [](double x, double y) {
    if (std::abs(x + 1.35) < 1e-4 && std::abs(y - 51) < 1e-4) return -9999.0;    // as stated
    if (std::abs(x + 1.351) < 1e-4 && std::abs(y - 51) < 1e-4) return -32768.0;  // not stated
    if (std::abs(x + 1.352) < 1e-4 && std::abs(y - 51) < 1e-4) return std::nan("");
    return 100.0;
  };
  const Terrain terrain(write(made, "holes.tif"));
  for (const double longitude : {-1.35, -1.351, -1.352, -1.34992})
    EXPECT_FALSE(terrain.height_m(51, longitude));
  EXPECT_TRUE(terrain.height_m(51, -1.3505));
  EXPECT_FALSE(terrain.height_m(51.01, -1.35));
  EXPECT_FALSE(terrain.height_m(51, -1.36));
  EXPECT_FALSE(terrain.height_m(-51, 178.65));
  EXPECT_FALSE(terrain.height_m(std::nan(""), -1.35));
  EXPECT_FALSE(terrain.height_m(51, std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(terrain.height_m(91, 0));
}

TEST(Terrain, refuses_in_one_line_what_is_no_elevation_file) {
  MadeTerrain made;
  made.system = "";
  const auto nowhere = write(made, "nowhere.tif");
  EXPECT_THAT(refusal(nowhere), AllOf(StartsWith(nowhere.string() + ": "), HasSubstr("no projection")));
  made.system = "EPSG:4979";
  made.bands = 3;
  EXPECT_THAT(refusal(write(made, "picture.tif")), HasSubstr("3 bands"));
  EXPECT_THAT(refusal(made_file("missing.tif")), HasSubstr("missing.tif"));
  const auto text = made_file("text.tif");
  std::ofstream(text) << "not a raster\n";
  EXPECT_THAT(refusal(text), AllOf(StartsWith(text.string()), HasSubstr("GeoTIFF")));
  for (const auto& file : {nowhere, text}) EXPECT_EQ(refusal(file).find('\n'), std::string::npos);
}

TEST(Terrain, reads_an_asc_grid_with_its_prj) {
  const auto file = made_file("grid.asc");
  std::ofstream asc(file);
  asc << "ncols 3\nnrows 3\nxllcorner 445000\nyllcorner 122000\ncellsize 50\nNODATA_value -9999\n"
         "10 20 30\n40 50 60\n70 80 -9999\n";
  asc.close();
  EXPECT_THAT(refusal(file), AllOf(HasSubstr("no projection"), HasSubstr(".prj")));
  OGRSpatialReferenceH system = OSRNewSpatialReference(nullptr);
  OSRImportFromEPSG(system, 27700);
  char* wkt = nullptr;
  OSRExportToWkt(system, &wkt);
  std::ofstream(made_file("grid.prj")) << wkt;
  CPLFree(wkt);
  OSRDestroySpatialReference(system);
  const Terrain terrain(file);
  const HeightGrid::Position middle = terrain.grid().position_of({1, 1});
  EXPECT_DOUBLE_EQ(middle.x, 445075);
  EXPECT_DOUBLE_EQ(middle.y, 122075);
  EXPECT_EQ(terrain.grid().at(0, 0), 10);
  EXPECT_EQ(terrain.grid().at(2, 0), 30);
  EXPECT_TRUE(std::isnan(terrain.grid().at(2, 2)));
  EXPECT_TRUE(std::isnan(terrain.grid().at(3, 0)));
}

TEST(Terrain, crosses_the_date_line_and_counts_longitudes_either_way) {
  MadeTerrain made;
  made.x = 179.995;
  made.y = -16.995;
  made.height_m = [](double x, double) { return 100 + 1000 * (x - 180); };
  const Terrain crossing(write(made, "date_line.tif"));
  EXPECT_NEAR(crossing.height_m(-17, 179.999).value(), 99, 1e-3);
  EXPECT_NEAR(crossing.height_m(-17, -179.999).value(), 101, 1e-3);
  EXPECT_NEAR(crossing.height_m(-17, 180).value(), 100, 1e-3);
  made.x = 360 - 1.355;
  made.y = 51.005;
  made.height_m = [](double x, double) { return 100 + 1000 * (x - 360 + 1.35); };
  EXPECT_NEAR(Terrain(write(made, "to_360.tif")).height_m(51, -1.349).value(), 101, 1e-3);
}

TEST(Terrain, has_no_trouble_with_a_pole) {
  MadeTerrain made;
  made.y = 90;
  made.x = -180;
  made.step_x = 1;
  made.step_y = -0.1;
  made.columns = 361;
  const Terrain terrain(write(made, "pole.tif"));
  EXPECT_NEAR(terrain.height_m(90, 12).value_or(100), 100, 1e-3);
  EXPECT_NEAR(terrain.height_m(89.95, 12.5).value_or(0), 100, 1e-3);
  MadeTerrain britain;
  britain.system = "EPSG:27700";
  britain.x = 445000;
  britain.y = 123000;
  britain.step_x = 5;
  britain.step_y = -5;
  const Terrain grid(write(britain, "far_from_pole.tif"));
  for (const double latitude : {90.0, -90.0, 0.0}) EXPECT_FALSE(grid.height_m(latitude, 170));
}

TEST(Terrain, keeps_the_same_heights_when_its_memory_is_small) {
  MadeTerrain made;
  made.columns = made.rows = 700;
  made.step_x = 1e-5;
  made.step_y = -1e-5;
  made.height_m = [](double x, double y) { return 100 + 3000 * (x + 1.35) - 1000 * (y - 51); };
  const auto file = write(made, "large.tif");
  const Terrain small(file, {.datum = HeightDatum::as_stated, .cache_mib = 0});
  for (int turn = 0; turn < 2; ++turn) {
    for (int i = 0; i < 2000; ++i) {
      const int column = i * 331 % 700, row = i * 457 % 700;
      EXPECT_NEAR(double{small.grid().at(column, row)},
                  made.height_m(made.x + column * made.step_x, made.y + row * made.step_y), 1e-4);
    }
  }
}

}  // namespace
}  // namespace nightjar
