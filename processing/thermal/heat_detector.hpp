#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "processing/thermal/heat_track.hpp"
#include "processing/thermal/pixel_bits.hpp"
#include "processing/thermal/shrunken.hpp"
#include "processing/thermal/surroundings.hpp"

namespace nightjar {

enum class HeatPolarity { white_hot, black_hot };

struct HeatDetectorOptions {
  HeatPolarity polarity = HeatPolarity::white_hot;
  double peak_sigmas = 6;    ///< a spot's hottest pixel above its surroundings; clutter falls off from 4 to 8
  double extent_sigmas = 4;  ///< every pixel of a spot
  double large_peak_sigmas =
      10;                       ///< as peak_sigmas for bodies against the coarse background, which is busier
  int closing_px = 1;           ///< gaps of a branch's width, twice this, are closed
  int min_area_px = 6;          ///< below: hot pixels of the sensor and its noise
  double max_length = 0.25;     ///< of the picture's width; longer: a road, a roof, a bank
  double min_noise_levels = 1;  ///< quantised pictures scatter by no less
  /// Of the surroundings' scatter, the share that counts in 8 bits: a camera's automatic gain spreads the
  /// ground over its levels and leaves few to what is hot, so that bodies stand out less than they are hot.
  double eight_bit_noise = 0.65;
  double max_hot_fraction = 0.1;  ///< of the picture; more: not spots but a fault, and nothing is reported
  std::size_t max_spots = 400;    ///< the strongest are kept
};

/// Finds warm spots against their surroundings in one picture.
///
/// The background is the median of the surroundings within the picture (5 x 5 at a quarter of the size, and
/// at a sixteenth for bodies that fill the first), not over time, which would erase a person who lies still
/// under a drone that stands still. Works on the levels as they are: 16 bits are not squeezed, none is
/// clipped.
class HeatDetector {
 public:
  explicit HeatDetector(const HeatDetectorOptions& options = {}) : options_(options) {}

  /// Strongest first. `luma` is CV_8UC1 or CV_16UC1; an empty one has no spots.
  [[nodiscard]] std::vector<HeatSpot> detect(const cv::Mat& luma);

  /// Whether the last picture was refused: more of it than max_hot_fraction stood out, as when a sensor
  /// recalibrates in the middle of a picture.
  [[nodiscard]] bool flooded() const { return flooded_; }

  /// Spots of the last picture beyond max_spots.
  [[nodiscard]] std::size_t spots_cut() const { return spots_cut_; }

 private:
  HeatDetectorOptions options_;
  Shrunken small_, smaller_;  // the picture at a quarter and a sixteenth of its size
  Surroundings fine_, coarse_;
  PixelBits hot_;
  bool flooded_ = false;
  std::size_t spots_cut_ = 0;
};

}  // namespace nightjar
