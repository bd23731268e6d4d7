#pragma once

#include <opencv2/core/mat.hpp>

#include "processing/anpr/mark_consensus.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/anpr/plate_reader.hpp"

namespace nightjar {

struct CloserLookOptions {
  double least_confidence = 0.5;  ///< of a first read that is worth more
  double sure = 0.9;              ///< a first read this sure stays as it is
  /// How far each side of the box goes out to see whether it cuts a character off: left and right by about
  /// one of seven.
  float wide_across = 0.12F;                                                 ///< of the box's width
  float wide_along = 0.08F;                                                  ///< of its height
  MarkConsensusOptions fuller{.correlation = 0.5, .least_doubt_left = 0.5};  ///< of the mark and the wider
  /// How much larger, smaller and aside the box is for the four looks.
  float look_across = 0.02F;
  float look_along = 0.06F;
  /// The same pixels five times are hardly five witnesses; chosen on scenes of the second drawing
  /// (docs/tuning.md).
  MarkConsensusOptions looks{.correlation = 0.7, .least_doubt_left = 0.6};
};

/// Looks more closely at a plate of a still picture that is read, but not surely: four times more, the box a
/// little larger, smaller and moved, and weighs all five reads: a stroke that falls between two pixels of one
/// crop does not in all. Where the widened box shows the mark and more, the plate was cut off, and looking
/// at the same part again would only make that surer: the two are weighed against each other instead. `first`
/// is what `reader` made of the box.
/// Costs five reads where the mark is unsure, none where it is sure or hopeless.
[[nodiscard]] PlateText closer_look(PlateReader& reader, const cv::Mat& luma, const PlateBox& box,
                                    const PlateText& first, const CloserLookOptions& options = {});

}  // namespace nightjar
