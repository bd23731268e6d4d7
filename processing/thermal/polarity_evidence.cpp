#include "processing/thermal/polarity_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "processing/ground/camera_model.hpp"

namespace nightjar {
namespace {

constexpr double kMost = 6;  // that past looks are worth
constexpr double kBodiesALook = 2;
constexpr double kSkyALook = 2;
constexpr double kOneSided = 0.5;  // of all that stands out, more than three quarters on one side
constexpr double kLeast = 1;       // evidence of bodies: below, nothing stands out
constexpr double kLeastAgainst = 2.5;
constexpr std::size_t kBodiesAgainst = 2;  // one puddle turns nothing round
constexpr int kGrid = 16;
constexpr std::size_t kLeastShare = kGrid * kGrid / 12;  // of sky, and of ground

HeatDetectorOptions seeking(HeatPolarity polarity) {
  HeatDetectorOptions options;
  options.polarity = polarity;
  options.max_spots = 40;
  return options;
}

struct Bodies {
  double weight = 0;
  std::size_t count = 0;
};

Bodies bodies_among(const std::vector<HeatSpot>& spots, double contrast, double longest_px) {
  Bodies bodies;
  for (const HeatSpot& spot : spots) {
    if (double{spot.contrast} < contrast || spot.length_px > 4 * spot.width_px) continue;
    if (double{spot.length_px} > longest_px) continue;
    bodies.weight += 0.3 + std::min(2.5, std::log(double{spot.contrast} / contrast));
    ++bodies.count;
  }
  return bodies;
}

double quantile(std::vector<double>& values, double share) {
  const auto nth =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace

PolarityEvidence::PolarityEvidence(const PolarityEvidenceOptions& options)
    : options_(options), hot_(seeking(HeatPolarity::white_hot)), cold_(seeking(HeatPolarity::black_hot)) {}

void PolarityEvidence::look(const cv::Mat& heat, CaptureTime at, const std::optional<Telemetry>& telemetry) {
  const auto wait = believed() && !soon_ ? options_.then_every : options_.every;
  if (last_look_ && at - *last_look_ < wait) return;
  last_look_ = at;
  const double by_sky = telemetry ? sky(heat, *telemetry) : 0;
  const double evidence = by_sky != 0 ? by_sky : bodies(heat);
  if (evidence != 0) by_sky_ = by_sky != 0;
  sum_ = std::clamp(sum_ + evidence, -kMost, kMost);
  soon_ = evidence < 0;
}

double PolarityEvidence::bodies(const cv::Mat& heat) {
  const std::vector<HeatSpot> hot = hot_.detect(heat), cold = cold_.detect(heat);
  const double plain = lean_of(hot, cold, options_.contrast, heat.cols);
  return plain != 0 ? plain : lean_of(hot, cold, options_.faint_contrast, heat.cols);
}

double PolarityEvidence::lean_of(const std::vector<HeatSpot>& hot_spots,
                                 const std::vector<HeatSpot>& cold_spots, double contrast, int width) const {
  const Bodies hot = bodies_among(hot_spots, contrast, options_.max_length * width);
  const Bodies cold = bodies_among(cold_spots, contrast, options_.max_length * width);
  const double all = hot.weight + cold.weight;
  if (all < kLeast) return 0;
  const double lean = (hot.weight - cold.weight) / all;
  if (std::abs(lean) < kOneSided) return 0;
  if (lean < 0 && (cold.count < kBodiesAgainst || all < kLeastAgainst)) return 0;
  return kBodiesALook * lean * std::min(1.0, all / 3);
}

double PolarityEvidence::sky(const cv::Mat& heat, const Telemetry& telemetry) const {
  const std::optional<CameraModel> camera = CameraModel::from(telemetry, heat.size());
  if (!camera) return 0;
  const double least_rise = std::sin(options_.sky_from_deg * 0.01745329252);
  std::vector<double> above, below;
  for (int row = 0; row < kGrid; ++row)
    for (int column = 0; column < kGrid; ++column) {
      const cv::Point pixel((2 * column + 1) * heat.cols / (2 * kGrid),
                            (2 * row + 1) * heat.rows / (2 * kGrid));
      const double rise = -camera->ray_ned({pixel.x, pixel.y}).z();
      if (rise > least_rise) above.push_back(heat.at<std::uint8_t>(pixel));
      if (rise < -least_rise) below.push_back(heat.at<std::uint8_t>(pixel));
    }
  if (above.size() < kLeastShare || below.size() < kLeastShare) return 0;
  const double spread = std::max(4.0, quantile(below, 0.84) - quantile(below, 0.16));
  const double warmer = quantile(below, 0.5) - quantile(above, 0.5);
  return std::abs(warmer) > spread ? std::copysign(kSkyALook, warmer) : 0;
}

}  // namespace nightjar
