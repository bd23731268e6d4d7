#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "processing/anpr/plate_corners.hpp"
#include "processing/anpr/plate_heat_map.hpp"
#include "processing/anpr/plate_read.hpp"

namespace nightjar {

struct PlateDetectorOptions {
  /// The picture is first shrunk so that its longer side is at most this: the finest scale. The network sees
  /// plates down to 14 px there, and costs about 30 ns a pixel on one core of a server.
  int longest_px = 1024;
  /// The finest scale and halves of it; one scale answers for plates of 14 to 190 px, three for up to 760.
  int scales = 3;
  /// Least heat of a candidate: low, because the second look weeds out, as high as leaves every plate of the
  /// photographs that it was chosen on.
  float least_heat = 0.35F;
  /// Looks at a candidate, each from the corners that the one before put.
  int looks = 2;
  /// Least probability, by the second look, that it is a plate.
  float least_plate = 0.5F;
  /// The finest scale, likewise, of parts of a frame that are to be searched finer.
  int finer_px = 1024;
  /// The most candidates that get a second look, hottest first: bounds the time a picture full of lettering
  /// takes.
  int most_candidates = 24;
};

/// A part of a frame to search for plates.
struct PlateSearchPart {
  cv::Rect part;
  bool finer = false;  ///< for plates that the usual scales may be too coarse for
};

/// Finds registration plates in a picture. One network pass a scale finds candidates, a second, small network
/// looks at each, puts its corners in place and weeds out what is no plate. Use it from one thread.
class PlateDetector {
 public:
  explicit PlateDetector(PlateDetectorOptions options = {});

  /// `luma` is CV_8UC1 or CV_16UC1 of any size; surest first. An empty picture has no plates.
  [[nodiscard]] std::vector<PlateBox> detect(const cv::Mat& luma);

  /// The same within parts of a frame of video, and cheaper: shrunk by whole numbers, nearest to the options'
  /// scales, and only by those that the part has room for. A plate must lie wholly in one part to be found
  /// there.
  [[nodiscard]] std::vector<PlateBox> detect(const cv::Mat& luma, const std::vector<PlateSearchPart>& parts);

 private:
  void search(const cv::Mat& luma, std::vector<PlateCandidate>& found);
  void search_part(const cv::Mat& luma, const PlateSearchPart& wanted, std::vector<PlateCandidate>& found);
  [[nodiscard]] std::optional<PlateBox> confirmed(const cv::Mat& luma, const PlateQuad& believed);
  [[nodiscard]] std::vector<PlateBox> looked_at(const cv::Mat& luma, std::vector<PlateCandidate> candidates);

  PlateDetectorOptions options_;
  std::vector<PlateHeatMap> scales_;  // a network each, because changing its size costs a network time
  PlateCorners corners_;
};

/// The picture in 8 bits: as it is, or 16 bits stretched between the smallest and the largest value.
[[nodiscard]] cv::Mat luma8_of(const cv::Mat& luma);

}  // namespace nightjar
