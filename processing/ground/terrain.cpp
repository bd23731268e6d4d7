#include "processing/ground/terrain.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace nightjar {
namespace {

struct DestroyedPj {
  void operator()(PJ* pj) const { proj_destroy(pj); }
};
struct DestroyedContext {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
using Pj = std::unique_ptr<PJ, DestroyedPj>;

constexpr const char* kEgm96Height = "EPSG:5773";
constexpr const char* kWgs84WithHeight = "EPSG:4979";

}  // namespace

/// From x, y and height in the file's own system to longitude, latitude and height above the ellipsoid.
struct Terrain::Transformation {
  std::unique_ptr<PJ_CONTEXT, DestroyedContext> context{proj_context_create()};
  Pj pj;
  bool wraps = false;  // longitudes: the same place comes again after 360

  Transformation() {
    proj_context_set_enable_network(context.get(), 0);
    proj_log_level(context.get(), PJ_LOG_NONE);  // what fails is told by whoever asks
  }

  [[nodiscard]] Pj crs(const std::string& text) const { return Pj(proj_create(context.get(), text.c_str())); }

  [[nodiscard]] std::string wkt(const Pj& of) const {
    const char* text = of ? proj_as_wkt(context.get(), of.get(), PJ_WKT2_2019, nullptr) : nullptr;
    return text == nullptr ? "" : text;
  }

  [[nodiscard]] Pj above_sea_level(const std::string& horizontal_wkt) const {
    const std::string sea = wkt(crs(kEgm96Height));
    return sea.empty() ? nullptr
                       : crs("COMPOUNDCRS[\"heights above the sea\"," + horizontal_wkt + "," + sea + "]");
  }

  /// Whether there is a way to WGS84 that is exact as far as the grids on this machine go, and which gives a
  /// point for (x, y).
  bool lead(const Pj& from, const char* to, const HeightGrid::Position& middle) {
    const Pj target = crs(to);
    if (!from || !target) return false;
    const std::array<const char*, 2> options{"ALLOW_BALLPARK=NO", nullptr};  // heights as they are: 50 m off
    const Pj any(
        proj_create_crs_to_crs_from_pj(context.get(), from.get(), target.get(), nullptr, options.data()));
    if (!any) return false;
    Pj ordered(proj_normalize_for_visualization(context.get(), any.get()));
    if (!ordered) return false;
    const PJ_COORD out = proj_trans(ordered.get(), PJ_FWD, proj_coord(middle.x, middle.y, 0, 0));
    if (!std::isfinite(out.lpz.lam) || !std::isfinite(out.lpz.phi) || !std::isfinite(out.lpz.z)) return false;
    // One operation for the whole model: PROJ would choose anew at each point, and leave a step between.
    if (Pj used{proj_trans_get_last_used_operation(ordered.get())}) {
      const PJ_COORD same = proj_trans(used.get(), PJ_FWD, proj_coord(middle.x, middle.y, 0, 0));
      if (std::abs(same.lpz.lam - out.lpz.lam) + std::abs(same.lpz.phi - out.lpz.phi) < 1e-9)
        ordered = std::move(used);
    }
    pj = std::move(ordered);
    return true;
  }

  [[nodiscard]] std::string vertical_name(const Pj& stated) const {
    const Pj vertical(proj_crs_get_sub_crs(context.get(), stated.get(), 1));
    const char* name = vertical ? proj_get_name(vertical.get()) : nullptr;
    return name == nullptr ? "that it states" : name;
  }

  [[nodiscard]] bool counts_downwards(const Pj& stated) const {
    const Pj vertical(proj_crs_get_sub_crs(context.get(), stated.get(), 1));
    const Pj axes(vertical ? proj_crs_get_coordinate_system(context.get(), vertical.get()) : nullptr);
    const char* direction = nullptr;
    return axes &&
           proj_cs_get_axis_info(context.get(), axes.get(), 0, nullptr, nullptr, &direction, nullptr, nullptr,
                                 nullptr, nullptr) != 0 &&
           direction != nullptr && std::string(direction) == "down";
  }

  [[nodiscard]] bool counts_from_ellipsoid(const Pj& stated) const {
    if (proj_get_type(stated.get()) == PJ_TYPE_GEOGRAPHIC_3D_CRS) return true;
    const Pj axes(proj_crs_get_coordinate_system(context.get(), stated.get()));
    return axes && proj_cs_get_axis_count(context.get(), axes.get()) == 3;
  }
};

Terrain::Terrain(const std::filesystem::path& file, const TerrainOptions& options)
    : grid_(file, options.cache_mib), to_wgs84_(std::make_unique<Transformation>()) {
  const auto refuse = [&](const std::string& why) { throw std::runtime_error(file.string() + ": " + why); };
  Transformation& way = *to_wgs84_;
  const HeightGrid::Position middle = grid_.position_of({grid_.columns() / 2.0, grid_.rows() / 2.0});
  const Pj stated = way.crs(grid_.wkt());
  if (!stated) refuse("states a projection that PROJ does not know");
  const PJ_TYPE horizontal = proj_get_type(way.crs(grid_.horizontal_wkt()).get());
  way.wraps = horizontal == PJ_TYPE_GEOGRAPHIC_2D_CRS;
  const bool compound = proj_get_type(stated.get()) == PJ_TYPE_COMPOUND_CRS;

  bool found = false;
  if (options.datum == HeightDatum::ellipsoid) {
    found = way.lead(way.crs(grid_.horizontal_wkt()), "EPSG:4326", middle);
  } else if (options.datum == HeightDatum::as_stated && way.counts_from_ellipsoid(stated)) {
    found = way.lead(stated, kWgs84WithHeight, middle);
  } else if (options.datum == HeightDatum::as_stated && compound) {
    if (way.counts_downwards(stated)) refuse("counts depths downwards, expected heights");
    found = way.lead(stated, kWgs84WithHeight, middle);
    if (!found) {
      found = way.lead(way.above_sea_level(grid_.horizontal_wkt()), kWgs84WithHeight, middle);
      if (found)
        notes_.push_back(fmt::format(
            "{}: PROJ has no grid for the heights \"{}\"; taken as above mean sea level by EGM96, "
            "about a metre from it",
            file.string(), way.vertical_name(stated)));
    }
  } else {
    found = way.lead(way.above_sea_level(grid_.horizontal_wkt()), kWgs84WithHeight, middle);
    if (found && options.datum == HeightDatum::as_stated)
      notes_.push_back(
          fmt::format("{}: does not say what its heights count from; taken as above mean sea level (EGM96)",
                      file.string()));
  }
  if (!found) refuse("its coordinates cannot be brought to WGS84 heights with the grids that PROJ has here");
}
Terrain::~Terrain() = default;

std::optional<Terrain::Foot> Terrain::foot_of(double latitude_deg, double longitude_deg) const {
  if (!std::isfinite(longitude_deg) || !(std::abs(latitude_deg) <= 90)) return {};
  const double longitude = std::remainder(longitude_deg, 360.0);
  PJ* const pj = to_wgs84_->pj.get();
  const PJ_COORD at = proj_trans(pj, PJ_INV, proj_coord(longitude, latitude_deg, 0, 0));
  if (!std::isfinite(at.xyz.x) || !std::isfinite(at.xyz.y)) return {};
  const PJ_COORD zero = proj_trans(pj, PJ_FWD, proj_coord(at.xyz.x, at.xyz.y, 0, 0));
  if (!std::isfinite(zero.lpz.z)) return {};
  Foot foot{grid_.place_of(at.xyz.x, at.xyz.y), zero.lpz.z};
  if (!to_wgs84_->wraps) return foot;
  // A model that crosses the date line, or counts from 0 to 360, has this place once around the earth.
  const auto beside = [&](const GridPlace& place) {
    return std::max({-place.column, place.column - (grid_.columns() - 1), 0.0});
  };
  for (const double turn : {-360.0, 360.0}) {
    const GridPlace turned = grid_.place_of(at.xyz.x + turn, at.xyz.y);
    if (beside(turned) < beside(foot.place)) foot.place = turned;
  }
  return foot;
}

double Terrain::columns_around() const {
  if (!to_wgs84_->wraps) return std::numeric_limits<double>::infinity();
  return std::abs(grid_.place_of(360, 0).column - grid_.place_of(0, 0).column);
}

std::optional<double> Terrain::height_m(double latitude_deg, double longitude_deg) const {
  const auto foot = foot_of(latitude_deg, longitude_deg);
  if (!foot) return {};
  const double column = std::floor(foot->place.column), row = std::floor(foot->place.row);
  if (!(column >= -1 && column < grid_.columns() && row >= -1 && row < grid_.rows())) return {};
  const double right = foot->place.column - column, down = foot->place.row - row;
  // On a line of cells the neighbours across it have no say, hole or not.
  const auto height = [&](int dx, int dy, double share) {
    return share == 0 ? 0.0
                      : share * double{grid_.at(static_cast<int>(column) + dx, static_cast<int>(row) + dy)};
  };
  const double stated = height(0, 0, (1 - right) * (1 - down)) + height(1, 0, right * (1 - down)) +
                        height(0, 1, (1 - right) * down) + height(1, 1, right * down);
  if (std::isnan(stated)) return {};
  return stated + foot->datum_m;
}

}  // namespace nightjar
