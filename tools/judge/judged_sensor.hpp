#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>
#include <random>

namespace nightjar {

/// A flat thing in view: the light that leaves it and where its pixels come to lie in the picture.
struct LitPlane {
  cv::Mat radiance;  ///< CV_32FC3 or CV_32FC1
  cv::Matx33d picture_from_pixel;
};

enum class PictureCoding { none, jpeg, video };

/// A camera's settings and faults.
struct JudgedSensor {
  cv::Point2d motion_px;    ///< how far the picture moves while the shutter is open
  double defocus_px = 0.4;  ///< radius of the disc that a point becomes
  double exposure = 1;      ///< the level that white paper reaches; above 1 it is clipped
  double white_electrons = 8000;
  double read_electrons = 6;
  double gamma = 2.2;
  double smooth_px = 0;  ///< the camera's own noise filter
  double sharpen = 0;
  PictureCoding coding = PictureCoding::none;
  double coarse = 0.3;  ///< of the coding: 0 fine, 1 as coarse as it gets
};

/// Takes a picture of planes, the later before the earlier: samples spread over each pixel and over the time
/// that the shutter is open, shot and read noise, a colour mosaic where there is colour, and coding.
/// CV_8UC3 or CV_8UC1 as the planes' radiance.
[[nodiscard]] cv::Mat taken(const std::vector<LitPlane>& planes, cv::Size size, const JudgedSensor& sensor,
                            std::mt19937_64& rng);

}  // namespace nightjar
