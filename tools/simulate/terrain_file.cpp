#include "tools/simulate/terrain_file.hpp"

#include <gdal.h>
#include <gdal_frmts.h>
#include <ogr_srs_api.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <array>
#include <stdexcept>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"

namespace nightjar {
namespace {

constexpr int kPoints = 201;  // in each direction: 280 m to every side of the middle
constexpr double kLatitudeStep_deg = 2.5e-5;
constexpr double kLongitudeStep_deg = 4e-5;

std::string wgs84_with_heights() {
  OGRSpatialReferenceH system = OSRNewSpatialReference(nullptr);
  char* text = nullptr;
  const bool known = OSRImportFromEPSG(system, 4979) == OGRERR_NONE &&
                     OSRExportToWktEx(system, &text, nullptr) == OGRERR_NONE;
  const std::string wkt = known ? text : "";
  CPLFree(text);
  OSRDestroySpatialReference(system);
  return wkt;
}

}  // namespace

void write_terrain(const std::filesystem::path& file, const Hills& hills) {
  GDALRegister_GTiff();
  const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);  // what goes wrong is thrown
  const auto fail = [&] { throw std::runtime_error(file.string() + ": the terrain cannot be written"); };
  GDALDatasetH dataset =
      GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), kPoints, kPoints, 1, GDT_Float32, nullptr);
  if (dataset == nullptr) fail();
  // A cell's middle is the point that its height belongs to.
  std::array<double, 6> placement = {kFlightLongitude_deg - (kPoints / 2 + 0.5) * kLongitudeStep_deg,
                                     kLongitudeStep_deg,
                                     0,
                                     kFlightLatitude_deg + (kPoints / 2 + 0.5) * kLatitudeStep_deg,
                                     0,
                                     -kLatitudeStep_deg};
  const std::string wkt = wgs84_with_heights();
  bool written = !wkt.empty() && GDALSetProjection(dataset, wkt.c_str()) == CE_None &&
                 GDALSetGeoTransform(dataset, placement.data()) == CE_None;
  std::vector<float> row(kPoints);
  for (int y = 0; y < kPoints && written; ++y) {
    for (int x = 0; x < kPoints; ++x) {
      const cv::Point2d at = local_from_wgs84(kFlightLatitude_deg + (kPoints / 2 - y) * kLatitudeStep_deg,
                                              kFlightLongitude_deg + (x - kPoints / 2) * kLongitudeStep_deg);
      row[static_cast<std::size_t>(x)] = static_cast<float>(kFlightGround_m + hills.height_m(at));
    }
    written = GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Write, 0, y, kPoints, 1, row.data(), kPoints, 1,
                           GDT_Float32, 0, 0) == CE_None;
  }
  GDALClose(dataset);
  if (!written) fail();
}

}  // namespace nightjar
