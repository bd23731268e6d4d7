#pragma once

#include <gdal.h>
#include <gdal_frmts.h>
#include <gtest/gtest.h>
#include <ogr_srs_api.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <cpl_conv.h>

namespace nightjar {

/// A made elevation file: where its first cell's middle is, how far apart they are, and what stands in them.
struct MadeTerrain {
  std::string system = "EPSG:4979";  ///< "": none
  double x = -1.35 - 0.005;
  double y = 51.0 + 0.005;
  double step_x = 5e-5;
  double step_y = -5e-5;
  int columns = 201;
  int rows = 201;
  int bands = 1;
  std::string unit;
  double hole = -9999;
  std::function<double(double x, double y)> height_m = [](double, double) { return 100.0; };
};

/// A file of its own in the test's folder.
inline std::filesystem::path made_file(const std::string& name) {
  const auto folder =
      std::filesystem::path(testing::TempDir()) / ("nightjar_terrain_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  return folder / name;
}

inline std::filesystem::path write(const MadeTerrain& made, const std::string& name) {
  GDALRegister_GTiff();
  const auto file = made_file(name);
  GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), made.columns, made.rows,
                                    made.bands, GDT_Float32, nullptr);
  std::array<double, 6> placement = {made.x - made.step_x / 2, made.step_x, 0,
                                     made.y - made.step_y / 2, 0,           made.step_y};
  GDALSetGeoTransform(dataset, placement.data());
  if (!made.system.empty()) {
    OGRSpatialReferenceH system = OSRNewSpatialReference(nullptr);
    EXPECT_EQ(OSRSetFromUserInput(system, made.system.c_str()), OGRERR_NONE);
    GDALSetSpatialRef(dataset, system);
    OSRDestroySpatialReference(system);
  }
  GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
  GDALSetRasterNoDataValue(band, made.hole);
  if (!made.unit.empty()) GDALSetRasterUnitType(band, made.unit.c_str());
  std::vector<float> row(static_cast<std::size_t>(made.columns));
  for (int j = 0; j < made.rows; ++j) {
    for (int i = 0; i < made.columns; ++i)
      row[static_cast<std::size_t>(i)] =
          static_cast<float>(made.height_m(made.x + i * made.step_x, made.y + j * made.step_y));
    EXPECT_EQ(
        GDALRasterIO(band, GF_Write, 0, j, made.columns, 1, row.data(), made.columns, 1, GDT_Float32, 0, 0),
        CE_None);
  }
  GDALClose(dataset);
  return file;
}

}  // namespace nightjar
