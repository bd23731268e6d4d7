// Prints how the shipped detector and ground tracker do on recorded passes whose pictures or order are
// spoilt:
//   spoilt_pictures_report [FOLDER]
// FOLDER as for heat_passes_report. What was recorded is three passes only: how much worse they may get
// before somebody is lost says how far from the edge they are.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/processing/thermal/heat_passes.hpp"

namespace {

using namespace nightjar;

cv::Mat with_noise(const cv::Mat& picture, double share, std::uint64_t seed) {
  cv::Mat level, next;
  picture.convertTo(level, CV_32F);
  cv::absdiff(level(cv::Rect(0, 0, level.cols - 1, level.rows)),
              level(cv::Rect(1, 0, level.cols - 1, level.rows)), next);
  std::vector<float> steps;
  next.clone().reshape(1, 1).copyTo(steps);
  std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
  cv::RNG random(seed);
  cv::Mat noise(level.size(), CV_32F);
  random.fill(noise, cv::RNG::NORMAL, 0, share * static_cast<double>(steps[steps.size() / 2]) / 0.954);
  cv::Mat out;
  cv::Mat(level + noise).convertTo(out, picture.type());
  return out;
}

cv::Mat with_hot_tail(const cv::Mat& picture, double share) {
  cv::Mat level, sorted;
  picture.convertTo(level, CV_32F);
  cv::Mat around;
  cv::Mat small;
  cv::resize(picture, small, {}, 0.25, 0.25, cv::INTER_AREA);
  cv::Mat blurred;
  cv::medianBlur(small, blurred, 5);
  cv::resize(blurred, around, picture.size(), 0, 0, cv::INTER_LINEAR);
  around.convertTo(around, CV_32F);
  cv::Mat above = cv::max(level - around, 0.0F);
  level -= (1 - share) * above;
  cv::Mat out;
  level.convertTo(out, picture.type());
  return out;
}

struct Spoiling {
  const char* name;
  std::function<cv::Mat(const cv::Mat&, std::uint64_t)> picture;
  bool backwards = false, mirrored = false;
  std::size_t step = 1, first = 0;
};

HeatPass spoil(const HeatPass& pass, const Spoiling& how) {
  HeatPass out;
  out.name = pass.name;
  out.truth = pass.truth;
  HeatDetector detector;
  const std::size_t n = pass.pictures.size();
  const double meridian = *pass.poses.front().longitude_deg;
  for (std::size_t i = how.first; i < n; i += how.step) {
    const std::size_t from = how.backwards ? n - 1 - i : i;
    Telemetry pose = pass.poses[from];
    pose.measured_at = pass.poses[i].measured_at;
    cv::Mat picture = how.picture ? how.picture(pass.pictures[from], from) : pass.pictures[from].clone();
    if (how.mirrored) {
      cv::flip(picture, picture, 1);
      pose.longitude_deg = 2 * meridian - *pose.longitude_deg;
      pose.heading_deg = -*pose.heading_deg, pose.roll_deg = -*pose.roll_deg;
      pose.gimbal_yaw_deg = -*pose.gimbal_yaw_deg, pose.gimbal_roll_deg = -*pose.gimbal_roll_deg;
    }
    out.poses.push_back(pose);
    out.pictures.push_back(picture);
    out.levels.push_back(picture);
    out.spots.push_back(detector.detect(picture));
  }
  if (how.mirrored) {
    for (HeatPass::Place& place : out.truth) place.longitude_deg = 2 * meridian - place.longitude_deg;
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const auto passes = read_heat_passes(argc > 1 ? argv[1] : NIGHTJAR_SHARED_DATA "/thermal");
  if (passes.empty()) {
    std::fprintf(stderr, "no passes found\n");
    return 2;
  }
  const auto noisy = [](double share) {
    return [share](const cv::Mat& p, std::uint64_t i) { return with_noise(p, share, i + 1); };
  };
  const auto blurred = [](double sigma) {
    return [sigma](const cv::Mat& p, std::uint64_t) {
      cv::Mat out;
      cv::GaussianBlur(p, out, {}, sigma);
      return out;
    };
  };
  const auto tail = [](double share) {
    return [share](const cv::Mat& p, std::uint64_t) { return with_hot_tail(p, share); };
  };
  const auto half = [](const cv::Mat& p, std::uint64_t) {
    cv::Mat out;
    cv::resize(p, out, {}, 0.5, 0.5, cv::INTER_AREA);
    return out;
  };
  const Spoiling ways[] = {
      {"as recorded", {}},
      {"backwards", {}, true},
      {"mirrored", {}, false, true},
      {"mirrored, backwards", {}, true, true},
      {"every second picture", {}, false, false, 2, 0},
      {"every second picture, the others", {}, false, false, 2, 1},
      {"every third picture", {}, false, false, 3, 0},
      {"every third picture, from the second", {}, false, false, 3, 1},
      {"every third picture, from the third", {}, false, false, 3, 2},
      {"noise of 0.5 times the steps between pixels", noisy(0.5)},
      {"noise of 1", noisy(1)},
      {"noise of 2", noisy(2)},
      {"blurred by 0.7 px", blurred(0.7)},
      {"blurred by 1 px", blurred(1)},
      {"blurred by 1.5 px", blurred(1.5)},
      {"0.8 of what stands out", tail(0.8)},
      {"0.6 of what stands out", tail(0.6)},
      {"0.4 of what stands out", tail(0.4)},
      {"half the size", half},
  };
  std::printf("| pictures | people | found | false a pass | median error m |\n");
  for (const Spoiling& way : ways) {
    HeatPassScore all;
    for (const HeatPass& pass : passes) {
      const HeatPass worse = spoil(pass, way);
      const auto score = score_heat_pass(worse, worse.poses, {0.3, 0.3}, 1.5);
      all.truth += score.truth, all.found += score.found, all.false_tracks += score.false_tracks;
      all.errors_m.insert(all.errors_m.end(), score.errors_m.begin(), score.errors_m.end());
    }
    std::printf("| %s | %d | %d | %.2f | %.2f |\n", way.name, all.truth, all.found,
                all.false_tracks / static_cast<double>(passes.size()), median_of(all.errors_m));
    std::fflush(stdout);
  }
  return 0;
}
