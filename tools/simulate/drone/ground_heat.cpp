#include "tools/simulate/drone/ground_heat.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

constexpr double kCell_m = 0.1;
constexpr int kMap_px = 2800;
constexpr int kTile_px = 700;  // of the fine textures, repeated over the map
constexpr double kGrass_c = 4.5;
constexpr double kTrackHalf_m = 1.5;

cv::Point2d map_px(cv::Point2d local_m) {
  return {local_m.x / kCell_m + kMap_px / 2.0, kMap_px / 2.0 - local_m.y / kCell_m};
}

cv::Point whole(cv::Point2d point) {
  return {cvRound(point.x), cvRound(point.y)};
}

void stroke(cv::Mat& mask, cv::Point2d from_m, cv::Point2d to_m, double width_m, double level) {
  cv::line(mask, whole(map_px(from_m)), whole(map_px(to_m)), cv::Scalar(level),
           std::max(1, cvRound(width_m / kCell_m)));
}

cv::Mat empty_mask() {
  return cv::Mat(kMap_px, kMap_px, CV_32FC1, cv::Scalar(0));
}

cv::Mat tiled(const cv::Mat& texture) {
  cv::Mat map;
  cv::repeat(texture, kMap_px / kTile_px, kMap_px / kTile_px, map);
  return map;
}

/// Adds `kelvin` where `mask` is 1, softened over `soft_m`.
void warm(cv::Mat& map, cv::Mat& mask, double kelvin, double soft_m) {
  const int side = 2 * std::max(1, cvRound(soft_m / kCell_m)) + 1;
  cv::blur(mask, mask, {side, side});
  cv::scaleAdd(mask, kelvin, map, map);
}

void sow_fields(cv::Mat& map, cv::RNG& random) {
  const std::array<cv::Rect, 4> fields = {
      {{0, 0, 1100, 1500}, {1100, 0, 1700, 1100}, {0, 1500, 1100, 1300}, {1100, 1100, 1700, 1700}}};
  for (const cv::Rect& field : fields) map(field) += random.uniform(-0.7, 0.7);
  cv::Mat ploughed = map(fields[1]);
  for (int column = 0; column < ploughed.cols; ++column)
    ploughed.col(column) += 0.35 * std::sin(column * 2 * CV_PI / 14);  // ridges 1.4 m apart
}

void plant_hedges(cv::Mat& map, cv::RNG& random) {
  cv::Mat mask = empty_mask();
  stroke(mask, {-30, -140}, {-30, 140}, 1.8, 1);
  stroke(mask, {-140, -10}, {-30, -10}, 1.8, 1);
  stroke(mask, {-30, 30}, {140, 30}, 1.8, 1);
  cv::Mat leaves = tiled(fractal_picture(random, {kTile_px, kTile_px}, 24, 3, 0.8));
  leaves = cv::max(leaves * 0.35 + 1.0, 0.3);
  cv::blur(mask, mask, {5, 5});
  mask = mask.mul(leaves);
  warm(map, mask, 1.3, 0.1);
}

void lay_track(cv::Mat& map, cv::RNG& random, std::uint64_t seed) {
  cv::Mat mask = empty_mask();
  for (double along = -150; along < 150; along += 2)
    stroke(mask, track_at(along, seed), track_at(along + 2, seed), 2 * kTrackHalf_m, 1);
  cv::Mat gravel = tiled(fractal_picture(random, {kTile_px, kTile_px}, 32, 2, 0.7));
  warm(map, mask, 2.0, 0.4);
  cv::Mat ruts = empty_mask();
  for (double along = -150; along < 150; along += 2) {
    const cv::Point2d from = track_at(along, seed);
    const cv::Point2d way = track_at(along + 2, seed) - from;
    const cv::Point2d across = cv::Point2d(-way.y, way.x) * (0.75 / cv::norm(way));
    for (const double side : {-1.0, 1.0})
      stroke(ruts, from + across * side, from + way + across * side, 0.35, 1);
  }
  warm(map, ruts, 0.5, 0.1);
  cv::Mat rough = mask.mul(gravel);
  cv::scaleAdd(rough, 0.25, map, map);
  cv::Mat sunned = empty_mask();
  cv::ellipse(sunned, whole(map_px(track_at(22, seed))), {50, 16}, 20, 0, 360, cv::Scalar(1), cv::FILLED);
  sunned = sunned.mul(mask);
  warm(map, sunned, 3.5, 0.6);
}

void pond_and_stones(cv::Mat& map, cv::RNG& random) {
  cv::Mat pond = empty_mask();
  cv::ellipse(pond, whole(map_px({random.uniform(38.0, 55.0), random.uniform(-60.0, -40.0)})), {70, 45}, 30,
              0, 360, cv::Scalar(1), cv::FILLED);
  warm(map, pond, 2.8, 0.3);
  cv::Mat stones = empty_mask();
  for (int i = 0; i < 14; ++i)
    cv::circle(stones, whole(map_px({random.uniform(-80.0, 80.0), random.uniform(-80.0, 80.0)})),
               random.uniform(2, 5), cv::Scalar(random.uniform(0.5, 1.0)), cv::FILLED);
  warm(map, stones, 2.2, 0.1);
}

}  // namespace

cv::Point2d track_at(double along_m, std::uint64_t seed) {
  const double phase = static_cast<double>(seed % 17);
  return {along_m, -14 + 10 * std::sin(along_m * 0.022 + phase) + 3 * std::sin(along_m * 0.071 + 2 * phase)};
}

GroundHeat::GroundHeat(std::uint64_t seed) {
  cv::RNG random(seed * 433494437 + 23);
  cv::Mat map = fractal_picture(random, {kMap_px, kMap_px}, 400, 12, 0.75);
  map += 0.35 * tiled(fractal_picture(random, {kTile_px, kTile_px}, 12, 2, 0.8));
  map = map * 0.42 + kGrass_c;
  sow_fields(map, random);
  plant_hedges(map, random);
  lay_track(map, random, seed);
  pond_and_stones(map, random);
  map.convertTo(celsius_100_, CV_16S, 100);
}

cv::Mat GroundHeat::seen_from(const DronePose& pose) const {
  std::array<cv::Point2f, 4> pixels = {{{0, 0}, {639, 0}, {639, 511}, {0, 511}}};
  std::array<cv::Point2f, 4> in_map;
  for (std::size_t i = 0; i < pixels.size(); ++i) in_map[i] = cv::Point2f(map_px(pose.ground_at(pixels[i])));
  const cv::Mat map_from_picture = cv::getPerspectiveTransform(pixels.data(), in_map.data());
  cv::Mat seen;
  cv::warpPerspective(celsius_100_, seen, map_from_picture, kThermalSize,
                      cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REFLECT);
  cv::Mat celsius;
  seen.convertTo(celsius, CV_32F, 0.01);
  return celsius;
}

std::vector<Tree> plant_trees(std::uint64_t seed) {
  cv::RNG random(seed * 2971215073 + 29);
  std::vector<cv::Point2d> places;
  places.reserve(34 + 10 + 10);
  const cv::Point2d wood(random.uniform(-5.0, 15.0), random.uniform(38.0, 52.0));
  for (int i = 0; i < 34; ++i) places.push_back(wood + cv::Point2d(random.gaussian(13), random.gaussian(7)));
  for (int i = 0; i < 10; ++i) places.emplace_back(-30 + random.gaussian(0.6), random.uniform(-90.0, 90.0));
  for (int i = 0; i < 10; ++i) places.emplace_back(random.uniform(-90.0, 90.0), random.uniform(-90.0, 90.0));
  std::vector<Tree> trees;
  for (const cv::Point2d& at : places) {
    Tree tree{at, random.uniform(2.0, 3.8), {}};
    const double top_m = random.uniform(6.0, 11.0);
    const float celsius = random.uniform(4.2F, 6.4F);
    const int clumps = cvRound(17 * tree.radius_m * tree.radius_m);
    for (int i = 0; i < clumps; ++i) {
      const double angle = random.uniform(0.0, 2 * CV_PI);
      const double from_stem = tree.radius_m * std::sqrt(random.uniform(0.0, 1.0));
      const double dome = std::sqrt(std::max(0.0, 1 - std::pow(from_stem / tree.radius_m, 2)));
      const double up = top_m * (0.45 + 0.5 * dome * random.uniform(0.5, 1.0));
      tree.clumps.push_back({{at.x + from_stem * std::cos(angle), at.y + from_stem * std::sin(angle), up},
                             random.uniform(0.09, 0.28),
                             celsius + static_cast<float>(random.gaussian(0.35))});
    }
    trees.push_back(std::move(tree));
  }
  return trees;
}

}  // namespace nightjar
