#pragma once

#include <cstddef>
#include <memory>
#include <opencv2/core/mat.hpp>

#include "processing/anpr/plate_read.hpp"

namespace nightjar {

struct PlateReaderOptions {
  /// How much the forms of British marks count against what the glyphs say; 0 switches them off. At 1 a mark
  /// of no known form needs about ten times the evidence of a current one, and is still read when it has it.
  double syntax_weight = 1;
  /// The most that a text is believed which may be a word (registration_mark.hpp); 1 switches it off.
  double most_for_words = 0.5;
  std::size_t candidates = 8;  ///< how many ways to read a plate are kept
  std::size_t beam = 24;       ///< spellings followed at once; more changes nothing but the time
};

/// Reads the registration mark of a plate that was found. One thread: it owns its network.
/// Marks come with 0/O and 1/I restored by their form; in `characters` each pair's probability stands under
/// the digit, and O and I hold 0. A box that is degenerate or off the picture gives an empty text.
class PlateReader {
 public:
  explicit PlateReader(PlateReaderOptions options = {});
  ~PlateReader();
  PlateReader(PlateReader&&) noexcept;
  PlateReader& operator=(PlateReader&&) noexcept;

  /// `luma` is CV_8UC1 or CV_16UC1. The box's `lines` is a hint where its shape leaves it open.
  [[nodiscard]] PlateText read(const cv::Mat& luma, const PlateBox& box);

 private:
  struct Network;
  [[nodiscard]] PlateText read_crop(const cv::Mat& crop);

  PlateReaderOptions options_;
  std::unique_ptr<Network> network_;
};

}  // namespace nightjar
