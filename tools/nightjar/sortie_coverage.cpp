#include "tools/nightjar/sortie_coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace nightjar {
namespace {

constexpr int kSampleEvery_px = 4;
constexpr double kDeviations = 7;  // of pure noise, the inner 99 % span 5.2

double share_of(std::vector<float>& values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return double{values[static_cast<std::size_t>(at)]};
}

float level_at(const cv::Mat& luma, int y, int x) {
  return luma.depth() == CV_16U ? static_cast<float>(luma.at<std::uint16_t>(y, x))
                                : static_cast<float>(luma.at<std::uint8_t>(y, x));
}

}  // namespace

bool has_poor_contrast(const cv::Mat& luma) {
  if (luma.rows < 16 || luma.cols < 16) return true;
  std::vector<float> levels, steps;
  for (int y = 0; y < luma.rows; y += kSampleEvery_px)
    for (int x = 0; x + 1 < luma.cols; x += kSampleEvery_px) {
      levels.push_back(level_at(luma, y, x));
      steps.push_back(std::abs(level_at(luma, y, x + 1) - levels.back()));
    }
  // Neighbours differ by the noise of both: the median of that is 0.954 of one's deviation.
  const double noise = std::max(share_of(steps, 0.5) / 0.954, 0.5);
  return share_of(levels, 0.995) - share_of(levels, 0.005) < kDeviations * noise;
}

void SortieCoverage::look(const FrameSortie& sortie, const Frame& frame, const GroundTrackerOptions& ground,
                          bool flooded) {
  if (!frame.telemetry) return;
  const std::scoped_lock held(lock_);
  std::unique_ptr<CoverageMap>& map = maps_[sortie.id];
  if (!map) map = std::make_unique<CoverageMap>();
  if (!map->is_due(frame.captured_at)) return;
  Telemetry telemetry = *frame.telemetry;
  if (!telemetry.hfov_deg) {
    telemetry.hfov_deg = ground.hfov_deg;
    telemetry.vfov_deg = ground.vfov_deg;
  }
  const auto camera = CameraModel::from(telemetry, frame.luma.size(), ground.distortion);
  if (!camera) return;
  const CoverageView view{frame.captured_at, flooded || has_poor_contrast(frame.luma)};
  map->look(view, *camera, GroundProjector(ground.ground));
}

std::optional<std::string> SortieCoverage::geojson(const std::string& sortie, const std::string& feed) const {
  const std::scoped_lock held(lock_);
  const auto found = maps_.find(sortie);
  if (found == maps_.end() || found->second->cells().empty()) return std::nullopt;
  const CoverageMap& map = *found->second;
  std::string text = fmt::format(
      R"({{"type":"FeatureCollection","sortie":"{}","cell_m":{},"looks":{},"left_out":{},)"
      R"("note":"Ground that is in no feature was not seen. poor: seen with a contrast that may not show a body. )"
      R"(Nothing here says that nobody is there.","features":[)",
      sortie, map.options().cell_m, map.looks(), map.beyond());
  const std::string quoted =
      nlohmann::json(feed).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const auto words = [&](const CoverageCell& cell) {
    return fmt::format(R"({{"feed":{},"px_per_m":{:.1f},"looks":{},"poor_looks":{},"poor":{}}})", quoted,
                       std::floor(cell.best_px_per_m * 10) / 10, cell.looks, cell.poor_looks,
                       cell.poor_looks == cell.looks);
  };
  // By rows from west to east, so that equal neighbours become one.
  std::map<std::pair<std::int32_t, std::int32_t>, std::string> rows;
  for (const auto& [place, cell] : map.cells()) rows[{place.second, place.first}] = words(cell);
  bool first = true;
  for (auto cell = rows.begin(); cell != rows.end();) {
    const auto [north, east] = cell->first;
    const std::string& properties = cell->second;
    std::int32_t count = 1;
    auto next = std::next(cell);
    for (; next != rows.end() && next->first == std::pair(north, east + count) && next->second == properties;
         ++next)
      ++count;
    std::string ring;
    auto corners = map.corners(east, north, count);
    corners.push_back(corners.front());
    for (const auto& [longitude, latitude] : corners)
      ring += fmt::format("{}[{:.7f},{:.7f}]", ring.empty() ? "" : ",", longitude, latitude);
    text += fmt::format(
        R"({}{{"type":"Feature","properties":{},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}})",
        first ? "\n" : ",\n", properties, ring);
    first = false;
    cell = next;
  }
  return text + "\n]}\n";
}

std::vector<std::string> SortieCoverage::sorties() const {
  const std::scoped_lock held(lock_);
  std::vector<std::string> ids;
  for (const auto& [id, map] : maps_)
    if (!map->cells().empty()) ids.push_back(id);
  return ids;
}

void SortieCoverage::forget(const std::string& sortie) {
  const std::scoped_lock held(lock_);
  maps_.erase(sortie);
}

}  // namespace nightjar
