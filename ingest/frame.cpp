#include "ingest/frame.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

cv::Mat grey8_of(const cv::Mat& luma) {
  if (luma.depth() == CV_8U) return luma;
  cv::Mat grey;
  cv::normalize(luma, grey, 0, 255, cv::NORM_MINMAX, CV_8U);
  return grey;
}

}  // namespace

cv::Mat bgr_of(const Frame& frame) {
  cv::Mat bgr;
  switch (frame.colour_planes) {
    case ColourPlanes::bgr:
      return frame.colour.at(0);
    case ColourPlanes::nv12:
      cv::cvtColorTwoPlane(frame.luma, frame.colour.at(0), bgr, cv::COLOR_YUV2BGR_NV12);
      return bgr;
    case ColourPlanes::i420: {
      cv::Mat chroma;
      cv::merge(std::vector<cv::Mat>{frame.colour.at(0), frame.colour.at(1)}, chroma);
      cv::cvtColorTwoPlane(frame.luma, chroma, bgr, cv::COLOR_YUV2BGR_NV12);
      return bgr;
    }
    case ColourPlanes::none:
      break;
  }
  cv::cvtColor(grey8_of(frame.luma), bgr, cv::COLOR_GRAY2BGR);
  return bgr;
}

}  // namespace nightjar
