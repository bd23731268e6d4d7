#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>

namespace nightjar {

/// Smooth random values over a plane, the same for the same seed; mean 0, about ±1. Repeats every 256 units.
class LatticeNoise {
 public:
  explicit LatticeNoise(std::uint64_t seed);

  /// One octave: features about one unit across.
  [[nodiscard]] float at(float x, float y) const;

  /// Octaves of wavelength 1, 1/2, 1/4 … each half as strong, left out once they are finer than
  /// `footprint` (what one pixel covers, in units), so that far ground does not sparkle.
  [[nodiscard]] float fractal(float x, float y, int octaves, float footprint) const;

 private:
  std::array<float, 256 * 256> values_;
};

/// A picture of smooth random values, CV_32FC1, mean about 0 and deviation about 1: octaves from
/// `coarsest_px` down to `finest_px`, each weaker than the one before by `roughness` (0 to 1).
[[nodiscard]] cv::Mat fractal_picture(cv::RNG& random, cv::Size size, double coarsest_px, double finest_px,
                                      double roughness);

}  // namespace nightjar
