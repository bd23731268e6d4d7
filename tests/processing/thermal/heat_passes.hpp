#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "processing/thermal/ground_tracker.hpp"
#include "processing/thermal/heat_detector.hpp"

namespace nightjar {

/// A recorded pass of a drone with the positions of the people on the ground.
struct HeatPass {
  struct Place {
    std::string id;
    double latitude_deg = 0, longitude_deg = 0;
  };
  std::string name;
  std::vector<Telemetry> poses;
  std::vector<cv::Mat> pictures;
  std::vector<cv::Mat> levels;               ///< of the heat, that the spots were found in
  std::vector<std::vector<HeatSpot>> spots;  ///< by the shipped detector
  std::vector<Place> truth;
};

/// The passes in a folder that has a telemetry.jsonl and a TRUTH.jsonl each; empty where there are none.
[[nodiscard]] std::vector<HeatPass> read_heat_passes(const std::filesystem::path& folder);

/// How the poses are spoilt: a normal error drawn for each picture, or the same for all of them.
struct PoseSpoiling {
  double noise_m = 0, noise_deg = 0;  ///< standard deviations on each axis
  double bias_m = 0, bias_deg = 0;    ///< on each axis, signs by the seed
};

[[nodiscard]] std::vector<Telemetry> spoilt(const std::vector<Telemetry>& poses, const PoseSpoiling& spoiling,
                                            std::uint32_t seed);

struct HeatPassScore {
  int truth = 0, found = 0, false_tracks = 0;
  std::vector<double> errors_m;  ///< of those found
};

/// Runs the shipped tracker and pairs as many of its confirmed tracks as can be with the truth, one to one,
/// within the radius; a radius of 0 stands for each track's own 90 % ellipse.
[[nodiscard]] HeatPassScore score_heat_pass(const HeatPass& pass, const std::vector<Telemetry>& poses,
                                            const PoseError& stated, double radius_m);

[[nodiscard]] double median_of(std::vector<double> values);

}  // namespace nightjar
