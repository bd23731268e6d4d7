#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "processing/anpr/plate_detector.hpp"
#include "processing/anpr/plate_reader.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

/// A plate of a still picture and what it says.
struct ReadPlate {
  PlateBox box;
  PlateText text;
};

/// Finds and reads the plates of pictures that have nothing to do with each other, one set of networks for
/// all. Use it from one thread.
class StillReader {
 public:
  /// Texts less sure than that are what the reader makes of lettering and grilles; they are left out.
  explicit StillReader(double least_confidence) : least_confidence_(least_confidence) {}

  /// `luma` is CV_8UC1 or CV_16UC1 of any size. Surest first.
  [[nodiscard]] std::vector<ReadPlate> read(const cv::Mat& luma);

  [[nodiscard]] const PipelineTally& tally() const { return tally_; }

 private:
  double least_confidence_;
  PlateDetector detector_;
  PlateReader reader_;
  PipelineTally tally_;
};

}  // namespace nightjar
