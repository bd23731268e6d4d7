#include "processing/ground/height_grid.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <gdal.h>
#include <gdal_frmts.h>
#include <ogr_srs_api.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <list>
#include <stdexcept>
#include <unordered_map>
#include <vector>

namespace nightjar {
namespace {

constexpr int kTile = 128;                              // cells along each side
constexpr float kLowest_m = -1000, kHighest_m = 9000;   // of land; beyond is an unstated mark for a hole
constexpr std::int64_t kLargestBlock = 256LL << 20;     // bytes that GDAL must hold at once
constexpr std::int64_t kMostCellsToSpan = 100'000'000;  // half a second's reading
constexpr float kHole = std::numeric_limits<float>::quiet_NaN();

using Tile = std::vector<float>;

struct ClosedDataset {
  void operator()(void* dataset) const { GDALClose(dataset); }
};

struct DestroyedSystem {
  void operator()(void* system) const { OSRDestroySpatialReference(system); }
};

std::string wkt_of(OGRSpatialReferenceH system) {
  char* text = nullptr;
  const std::array<const char*, 2> options{"FORMAT=WKT2_2019", nullptr};
  const bool written = OSRExportToWktEx(system, &text, options.data()) == OGRERR_NONE && text != nullptr;
  std::string wkt = written ? text : "";
  CPLFree(text);
  return wkt;
}

/// Metres in one unit of the band's heights; nothing: a unit that is not known here.
std::optional<double> metres_in(const std::string& unit) {
  if (unit == "m" || unit == "metre" || unit == "meter" || unit == "metres" || unit == "meters") return 1;
  if (unit == "ft" || unit == "foot" || unit == "feet") return 0.3048;
  if (unit == "US survey foot" || unit == "us-ft" || unit == "ftUS" || unit == "sfoot") return 1200.0 / 3937;
  return std::nullopt;
}

void register_drivers() {
  static const bool once = [] {
    GDALRegister_GTiff();
    GDALRegister_AAIGrid();
    return true;
  }();
  static_cast<void>(once);
}

}  // namespace

struct HeightGrid::Raster {
  std::string name;
  std::unique_ptr<void, ClosedDataset> dataset;
  GDALRasterBandH band = nullptr;
  int columns = 0, rows = 0;
  std::string wkt, horizontal_wkt;
  double crs_unit_m = 1;  // of the vertical axis, where the system has one
  std::array<double, 6> from_grid{}, to_grid{};
  std::optional<double> hole;
  double scale = 1, offset = 0;

  std::size_t most_tiles = 16;
  std::list<std::pair<std::int64_t, Tile>> tiles;  // the last used first
  std::unordered_map<std::int64_t, std::list<std::pair<std::int64_t, Tile>>::iterator> by_key;
  std::int64_t last_key = -1;
  const Tile* last = nullptr;
  bool spanned = false;
  std::optional<Span> span;

  [[noreturn]] void refuse(const std::string& why) const { throw std::runtime_error(name + ": " + why); }

  void open() {
    register_drivers();
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);  // what goes wrong is thrown
    // A vertical datum counts whatever the revision of the GeoTIFF that states it.
    const CPLConfigOptionSetter compound("GTIFF_REPORT_COMPD_CS", "YES", /*bSetOnlyIfUndefined=*/false);
    const std::array<const char*, 3> drivers{"GTiff", "AAIGrid", nullptr};
    CPLErrorReset();
    dataset.reset(GDALOpenEx(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_INTERNAL,
                             drivers.data(), nullptr, nullptr));
    if (!dataset) refuse("cannot be read as elevations, expected a GeoTIFF or an ASC grid");
    if (const int bands = GDALGetRasterCount(dataset.get()); bands != 1)
      refuse(fmt::format("has {} bands, expected one of heights", bands));
    band = GDALGetRasterBand(dataset.get(), 1);
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(band)) != 0) refuse("holds complex numbers, no heights");
    columns = GDALGetRasterXSize(dataset.get());
    rows = GDALGetRasterYSize(dataset.get());
    if (columns < 2 || rows < 2)
      refuse(fmt::format("has {} x {} cells, expected 2 x 2 or more", columns, rows));
    refuse_huge_blocks();
    read_placement();
    read_heights_meaning();
  }

  void refuse_huge_blocks() const {
    int width = 0, height = 0;
    GDALGetBlockSize(band, &width, &height);
    const std::int64_t bytes =
        std::int64_t{width} * height * GDALGetDataTypeSizeBytes(GDALGetRasterDataType(band));
    if (bytes > kLargestBlock)
      refuse(fmt::format("is stored in pieces of {} MiB, expected tiles (gdal_translate -co TILED=YES)",
                         bytes >> 20));
  }

  void read_placement() {
    if (const OGRSpatialReferenceH system = GDALGetSpatialRef(dataset.get()); system != nullptr) {
      if (OSRIsProjected(system) != 0 || OSRIsGeographic(system) != 0) {
        wkt = wkt_of(system);
        if (OSRIsCompound(system) != 0) crs_unit_m = OSRGetTargetLinearUnits(system, "VERT_CS", nullptr);
        const std::unique_ptr<void, DestroyedSystem> flat(OSRClone(system));
        if (OSRDemoteTo2D(flat.get(), nullptr) == OGRERR_NONE) horizontal_wkt = wkt_of(flat.get());
      }
    }
    if (wkt.empty() || horizontal_wkt.empty())
      refuse("states no projection, expected one in the file (or a .prj beside an ASC grid)");
    if (GDALGetGeoTransform(dataset.get(), from_grid.data()) != CE_None ||
        GDALInvGeoTransform(from_grid.data(), to_grid.data()) == 0)
      refuse("does not state where its cells lie, expected a placement (geotransform)");
    for (const double number : to_grid)
      if (!std::isfinite(number)) refuse("states a placement that is not finite");
  }

  void read_heights_meaning() {
    int has = 0;
    const double mark = GDALGetRasterNoDataValue(band, &has);
    if (has != 0) hole = mark;
    const double stated_scale = GDALGetRasterScale(band, &has);
    if (has != 0) scale = stated_scale;
    const double stated_offset = GDALGetRasterOffset(band, &has);
    if (has != 0) offset = stated_offset;
    const char* unit = GDALGetRasterUnitType(band);
    const bool stated = unit != nullptr && *unit != '\0';
    const auto metres = stated ? metres_in(unit) : crs_unit_m;
    if (!metres) refuse(fmt::format("has heights in \"{}\", expected metres or feet", unit));
    scale *= *metres;
    offset *= *metres;
    if (!std::isfinite(scale) || !std::isfinite(offset) || scale == 0)
      refuse(fmt::format("states a scale of {} and an offset of {}", scale, offset));
  }

  [[nodiscard]] bool is_hole(float stored) const {
    return !std::isfinite(stored) || (hole && (stored == static_cast<float>(*hole)));
  }

  void to_heights(std::vector<float>& cells) const {
    for (float& cell : cells) {
      const auto height = static_cast<float>(double{cell} * scale + offset);
      const bool on_land = height >= kLowest_m && height <= kHighest_m;
      cell = is_hole(cell) || !on_land ? kHole : height;
    }
  }

  /// Cells from (x, y); what the file cannot give is a hole.
  [[nodiscard]] std::vector<float> read(int x, int y, int width, int height) const {
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    std::vector<float> cells(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), kHole);
    if (GDALRasterIO(band, GF_Read, x, y, width, height, cells.data(), width, height, GDT_Float32, 0, 0) !=
        CE_None)
      cells.assign(cells.size(), kHole);
    to_heights(cells);
    return cells;
  }

  const Tile& tile(int column, int row) {
    const std::int64_t across = (columns + kTile - 1) / kTile;
    const std::int64_t key = (row / kTile) * across + column / kTile;
    if (key == last_key) return *last;
    const auto known = by_key.find(key);
    if (known != by_key.end()) {
      tiles.splice(tiles.begin(), tiles, known->second);
    } else {
      const int x = column / kTile * kTile, y = row / kTile * kTile;
      tiles.emplace_front(key, read(x, y, std::min(kTile, columns - x), std::min(kTile, rows - y)));
      by_key[key] = tiles.begin();
      if (tiles.size() > most_tiles) {
        by_key.erase(tiles.back().first);
        tiles.pop_back();
      }
    }
    last_key = key;
    last = &tiles.front().second;
    return *last;
  }

  void look_through() {
    spanned = true;
    if (std::int64_t{columns} * rows > kMostCellsToSpan) return;
    for (int y = 0; y < rows; y += kTile) {
      for (const float height : read(0, y, columns, std::min(kTile, rows - y))) {
        if (std::isnan(height)) continue;
        if (!span) span = {height, height};
        span->lowest_m = std::min(span->lowest_m, double{height});
        span->highest_m = std::max(span->highest_m, double{height});
      }
    }
  }
};

HeightGrid::HeightGrid(const std::filesystem::path& file, std::size_t cache_mib)
    : raster_(std::make_unique<Raster>()) {
  raster_->name = file.string();
  constexpr std::size_t kTilesInMib = (1U << 20) / (kTile * kTile * sizeof(float));
  raster_->most_tiles = std::max<std::size_t>(16, cache_mib * kTilesInMib);
  raster_->open();
}
HeightGrid::~HeightGrid() = default;

int HeightGrid::columns() const {
  return raster_->columns;
}

int HeightGrid::rows() const {
  return raster_->rows;
}

const std::string& HeightGrid::wkt() const {
  return raster_->wkt;
}

const std::string& HeightGrid::horizontal_wkt() const {
  return raster_->horizontal_wkt;
}

// GDAL counts from the corner of the first cell.
GridPlace HeightGrid::place_of(double x, double y) const {
  const auto& m = raster_->to_grid;
  return {m[0] + m[1] * x + m[2] * y - 0.5, m[3] + m[4] * x + m[5] * y - 0.5};
}

HeightGrid::Position HeightGrid::position_of(const GridPlace& place) const {
  const auto& m = raster_->from_grid;
  const double column = place.column + 0.5, row = place.row + 0.5;
  return {m[0] + m[1] * column + m[2] * row, m[3] + m[4] * column + m[5] * row};
}

float HeightGrid::at(int column, int row) const {
  if (column < 0 || row < 0 || column >= raster_->columns || row >= raster_->rows) return kHole;
  const Tile& tile = raster_->tile(column, row);
  const int width = std::min(kTile, raster_->columns - column / kTile * kTile);
  const int at = row % kTile * width + column % kTile;
  return tile[static_cast<std::size_t>(at)];
}

std::optional<HeightGrid::Span> HeightGrid::span() const {
  if (!raster_->spanned) raster_->look_through();
  return raster_->span;
}

}  // namespace nightjar
