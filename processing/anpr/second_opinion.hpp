#pragma once

#include <opencv2/core/mat.hpp>

#include "processing/anpr/mark_consensus.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/anpr/plate_reader.hpp"

namespace nightjar {

struct SecondOpinionOptions {
  /// How far each side of the box goes out: left and right by about one of seven characters.
  float across = 0.12F;           ///< of the box's width
  float along = 0.08F;            ///< of its height
  double least_confidence = 0.5;  ///< of a first read that is worth the second
  double sure = 0.9;              ///< a first read this sure is taken down where the second disagrees
  /// The same pixels twice are hardly two witnesses.
  MarkConsensusOptions consensus{.correlation = 0.5, .least_doubt_left = 0.5};
};

/// Reads a plate once more with its box widened, and weighs both reads. A box that is too tight cuts a
/// character off, and what is left is read surely: the wider look disagrees, and the mark becomes less sure,
/// or whole. `first` is what `reader` made of the box. A sure read that is confirmed and an unsure one that
/// is contradicted stay as they are; an unsure one that is confirmed becomes surer.
/// Costs one read, or nothing where the first is below least_confidence.
[[nodiscard]] PlateText second_opinion(PlateReader& reader, const cv::Mat& luma, const PlateBox& box,
                                       const PlateText& first, const SecondOpinionOptions& options = {});

}  // namespace nightjar
