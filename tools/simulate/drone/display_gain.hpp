#pragma once

#include <array>
#include <opencv2/core/mat.hpp>

namespace nightjar {

/// Of two kinds of core: one whose plateau is low, so that what is rare keeps many levels, and one that
/// equalises more, where the ground takes nearly all of them.
enum class GainKind { plateau, equalised };

struct DisplayGainOptions {
  double linear_share = 0.15;            ///< of the levels: spread evenly from the coldest to the hottest
  double plateau = 150.0 / (640 * 512);  ///< of the picture, in 0.04 K: more of one heat counts no more
  double most_gain_per_k = 40;           ///< levels: noise of 0.05 K stays two levels
  double settles_s = 0.9;                ///< after which two thirds of a change have been taken up
};

[[nodiscard]] DisplayGainOptions gain_options(GainKind kind);

/// The automatic gain of a thermal camera's 8-bit video: histogram equalisation with a plateau, a linear
/// share and a limit to the gain, followed slowly, as FLIR describes for its cores (plateau value, linear
/// percent, maximum gain, damping factor). Hotter is never darker, but how many levels a kelvin is worth
/// differs from heat to heat and from second to second.
class DisplayGain {
 public:
  explicit DisplayGain(double fps, const DisplayGainOptions& options = {});

  /// CV_8UC1, for CV_16UC1 in hundredths of a kelvin. Pictures in their order; one that is the very same as
  /// the one before, as while a sensor recalibrates, is shown the very same.
  [[nodiscard]] cv::Mat show(const cv::Mat& kelvin_100);

 private:
  static constexpr int kPerBin = 4;  // hundredths of a kelvin
  static constexpr std::size_t kBins = 65536 / kPerBin;
  using Levels = std::array<float, kBins>;

  [[nodiscard]] Levels levels_for(const cv::Mat& kelvin_100) const;

  DisplayGainOptions options_;
  double taken_up_;  ///< of a change, by each picture
  bool started_ = false;
  Levels levels_{};
  cv::Mat last_, last_shown_;
};

}  // namespace nightjar
