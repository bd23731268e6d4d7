#include "processing/ground/os_grid.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <cmath>

namespace nightjar {
namespace {

constexpr double kEastEnd_m = 700000, kNorthEnd_m = 1300000;

constexpr const char* kTransverseMercator =
    " +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy";
constexpr const char* kOstn15 =
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
    " +step +inv +proj=hgridshift +grids=uk_os_OSTN15_NTv2_OSGBtoETRS.tif";
constexpr const char* kHelmert =
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
    " +step +proj=cart +ellps=WGS84"
    " +step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489"
    " +convention=position_vector +step +inv +proj=cart +ellps=airy";

/// The two letters of a 100 km square: the 500 km square, then the 100 km square in it, both without I.
std::string square_of(int east_100km, int north_100km) {
  const int of_500 = (19 - north_100km) - (19 - north_100km) % 5 + (east_100km + 10) / 5;
  const int of_100 = (19 - north_100km) * 5 % 25 + east_100km % 5;
  const auto letter = [](int index) { return static_cast<char>('A' + index + (index > 7 ? 1 : 0)); };
  return {letter(of_500), letter(of_100)};
}

}  // namespace

struct OsGrid::Projection {
  PJ_CONTEXT* context = nullptr;
  PJ* transformation = nullptr;
  OsGridMethod method = OsGridMethod::ostn15;

  Projection() : context(proj_context_create()) {
    proj_context_set_enable_network(context, 0);
    proj_log_level(context, PJ_LOG_NONE);  // that there is no grid file is no news
    transformation = proj_create(context, (std::string(kOstn15) + kTransverseMercator).c_str());
    if (transformation == nullptr) {
      method = OsGridMethod::helmert;
      transformation = proj_create(context, (std::string(kHelmert) + kTransverseMercator).c_str());
    }
  }
  ~Projection() {
    proj_destroy(transformation);
    proj_context_destroy(context);
  }
  Projection(const Projection&) = delete;
  Projection& operator=(const Projection&) = delete;
};

OsGrid::OsGrid() : projection_(std::make_unique<Projection>()) {}
OsGrid::~OsGrid() = default;
OsGrid::OsGrid(OsGrid&&) noexcept = default;
OsGrid& OsGrid::operator=(OsGrid&&) noexcept = default;

OsGridMethod OsGrid::method() const {
  return projection_->method;
}

std::optional<OsGridPoint> OsGrid::point(double latitude_deg, double longitude_deg) const {
  const bool in_range = latitude_deg > 48 && latitude_deg < 62 && longitude_deg > -10 && longitude_deg < 4;
  if (!in_range || projection_->transformation == nullptr) return {};  // NaN is not in range
  const PJ_COORD out =
      proj_trans(projection_->transformation, PJ_FWD, proj_coord(longitude_deg, latitude_deg, 0, 0));
  if (!(out.xy.x >= 0 && out.xy.x < kEastEnd_m && out.xy.y >= 0 && out.xy.y < kNorthEnd_m)) return {};
  return OsGridPoint{out.xy.x, out.xy.y};
}

std::optional<std::string> OsGrid::reference(double latitude_deg, double longitude_deg) const {
  const std::optional<OsGridPoint> at = point(latitude_deg, longitude_deg);
  if (!at) return {};
  const int east = static_cast<int>(at->easting_m), north = static_cast<int>(at->northing_m);
  return fmt::format("{} {:05} {:05}", square_of(east / 100000, north / 100000), east % 100000,
                     north % 100000);
}

std::optional<std::string> os_grid(double latitude_deg, double longitude_deg) {
  thread_local const OsGrid grid;
  return grid.reference(latitude_deg, longitude_deg);
}

}  // namespace nightjar
