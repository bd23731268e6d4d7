#include "tests/processing/thermal/heat_passes.hpp"

#include <Eigen/LU>
#include <GeographicLib/LocalCartesian.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <random>

namespace nightjar {
namespace {

using nlohmann::json;

std::vector<json> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<json> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(json::parse(line));
  }
  return lines;
}

Telemetry pose_of(const json& line) {
  Telemetry t;
  t.latitude_deg = line.at("lat");
  t.longitude_deg = line.at("lon");
  t.height_m = line.at("alt_m");
  t.heading_deg = line.at("heading_deg");
  t.pitch_deg = line.at("pitch_deg");
  t.roll_deg = line.at("roll_deg");
  t.gimbal_yaw_deg = line.at("gimbal_yaw_deg");
  t.gimbal_pitch_deg = line.at("gimbal_pitch_deg");
  t.gimbal_roll_deg = line.at("gimbal_roll_deg");
  t.hfov_deg = line.at("hfov_deg");
  t.vfov_deg = line.at("vfov_deg");
  const std::string at = line.at("t");  // 2019-11-08T10:01:00.500Z: the passes lie within one hour
  const double seconds = std::stod(at.substr(14, 2)) * 60 + std::stod(at.substr(17));
  t.measured_at = CaptureTime(std::chrono::microseconds(std::llround(seconds * 1e6)));
  return t;
}

}  // namespace

std::vector<HeatPass> read_heat_passes(const std::filesystem::path& folder) {
  std::vector<HeatPass> passes;
  if (!std::filesystem::is_directory(folder)) return passes;
  std::vector<std::filesystem::path> lines;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (std::filesystem::exists(entry.path() / "TRUTH.jsonl")) lines.push_back(entry.path());
  }
  std::sort(lines.begin(), lines.end());
  for (const auto& line : lines) {
    HeatPass pass;
    pass.name = line.filename();
    HeatDetector detector;
    for (const json& record : lines_of(line / "telemetry.jsonl")) {
      pass.poses.push_back(pose_of(record));
      pass.pictures.push_back(
          cv::imread((line / record.at("file").get<std::string>()).string(), cv::IMREAD_UNCHANGED));
      pass.levels.push_back(pass.pictures.back());
      pass.spots.push_back(detector.detect(pass.levels.back()));
    }
    for (const json& place : lines_of(line / "TRUTH.jsonl")) {
      pass.truth.push_back({place.at("id"), place.at("lat"), place.at("lon")});
    }
    passes.push_back(std::move(pass));
  }
  return passes;
}

std::vector<Telemetry> spoilt(const std::vector<Telemetry>& poses, const PoseSpoiling& spoiling,
                              std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> unit;
  std::array<double, 6> sign{};
  for (std::size_t axis = 0; axis < sign.size(); ++axis) sign.at(axis) = ((seed >> axis) & 1U) != 0 ? -1 : 1;
  std::vector<Telemetry> out;
  for (Telemetry t : poses) {
    const GeographicLib::LocalCartesian at(*t.latitude_deg, *t.longitude_deg, *t.height_m);
    const auto metres = [&](std::size_t axis) {
      return spoiling.noise_m * unit(random) + spoiling.bias_m * sign.at(axis);
    };
    const auto degrees = [&](std::size_t axis) {
      return spoiling.noise_deg * unit(random) + spoiling.bias_deg * sign.at(axis);
    };
    const double east = metres(0), north = metres(1), up = metres(2);
    at.Reverse(east, north, up, *t.latitude_deg, *t.longitude_deg, *t.height_m);
    *t.heading_deg += degrees(3);
    *t.pitch_deg += degrees(4);
    *t.roll_deg += degrees(5);
    out.push_back(t);
  }
  return out;
}

HeatPassScore score_heat_pass(const HeatPass& pass, const std::vector<Telemetry>& poses,
                              const PoseError& stated, double radius_m) {
  GroundTrackerOptions options;
  options.ground.level_m = 100;
  options.ground.pose_error = stated;
  GroundTracker tracker(options);
  std::vector<HeatTrack> ended;
  const auto keep_ended = [&ended](const std::vector<HeatTrack>& changed) {
    std::copy_if(changed.begin(), changed.end(), std::back_inserter(ended),
                 [](const HeatTrack& t) { return t.ended && t.outcome == HeatOutcome::confirmed; });
  };
  for (std::size_t i = 0; i < poses.size(); ++i) {
    keep_ended(tracker.update(
        {poses[i].measured_at, i, pass.pictures[i].size(), poses[i], pass.spots[i], pass.levels[i]}));
  }
  keep_ended(tracker.finish());

  std::vector<AssignmentChoice> choices;
  std::map<std::pair<std::size_t, std::size_t>, double> error_of;
  for (std::size_t p = 0; p < pass.truth.size(); ++p) {
    const GeographicLib::LocalCartesian at(pass.truth[p].latitude_deg, pass.truth[p].longitude_deg, 100);
    for (std::size_t k = 0; k < ended.size(); ++k) {
      const GroundPoint& point = *ended[k].position;
      Eigen::Vector3d off;
      at.Forward(point.latitude_deg, point.longitude_deg, point.height_m, off.x(), off.y(), off.z());
      const Eigen::Vector2d error = off.head<2>();
      const double ellipses2 = error.dot(point.covariance_m2.inverse() * error) / (-2 * std::log(0.1));
      error_of[{p, k}] = error.norm();
      const double inside = radius_m > 0 ? error.norm() / radius_m : std::sqrt(ellipses2);
      if (inside < 1) choices.push_back({p, k, 1000 - inside});
    }
  }
  HeatPassScore score;
  for (const AssignmentChoice& pair : best_assignment(choices)) {
    ++score.found;
    score.errors_m.push_back(error_of[{pair.row, pair.column}]);
  }
  score.truth = static_cast<int>(pass.truth.size());
  score.false_tracks = static_cast<int>(ended.size()) - score.found;
  return score;
}

double median_of(std::vector<double> values) {
  if (values.empty()) return std::nan("");
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace nightjar
