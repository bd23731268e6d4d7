#include "tools/simulate/drone/ground_heat.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

constexpr double kCell_m = 0.2;
constexpr int kMap_px = 2400;
constexpr int kTile_px = 600;  // of the textures that repeat over the map
constexpr double kFineCell_m = 0.06;
constexpr int kFine_px = 512;
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

void sow_fields(cv::Mat& map, cv::RNG& random, double contrast) {
  const int x = cvRound(map_px({-30, 0}).x);
  const int y = cvRound(map_px({0, 30}).y);
  const int low = cvRound(map_px({0, -10}).y);
  const std::array<cv::Rect, 4> fields = {
      {{0, 0, x, low}, {x, 0, kMap_px - x, y}, {0, low, x, kMap_px - low}, {x, y, kMap_px - x, kMap_px - y}}};
  for (const cv::Rect& field : fields) map(field) += contrast * random.uniform(-0.7, 0.7);
  cv::Mat ploughed = map(fields[1]);
  for (int column = 0; column < ploughed.cols; ++column)
    ploughed.col(column) += 0.35 * contrast * std::sin(column * 2 * CV_PI * kCell_m / 1.4);
}

void stroke_track(cv::Mat& mask, std::uint64_t seed, double aside_m, double width_m) {
  for (double along = -240; along < 240; along += 2) {
    const cv::Point2d from = track_at(along, seed);
    const cv::Point2d way = track_at(along + 2, seed) - from;
    const cv::Point2d aside = cv::Point2d(-way.y, way.x) * (aside_m / cv::norm(way));
    stroke(mask, from + aside, from + way + aside, width_m, 1);
  }
}

void lay_track(cv::Mat& map, cv::RNG& random, std::uint64_t seed, const FarmHeat& heat, cv::Point2d yard_m) {
  cv::Mat mask = empty_mask();
  stroke_track(mask, seed, 0, 2 * kTrackHalf_m);
  stroke(mask, track_at(yard_m.x, seed), yard_m, 2 * kTrackHalf_m, 1);
  cv::circle(mask, whole(map_px(yard_m)), cvRound(8 / kCell_m), cv::Scalar(1), cv::FILLED);
  cv::Mat gravel = tiled(fractal_picture(random, {kTile_px, kTile_px}, 16, 2, 0.7));
  warm(map, mask, heat.track_k, 0.4);
  cv::Mat grass_between = empty_mask();
  stroke_track(grass_between, seed, 0, 0.8);
  warm(map, grass_between, -0.5 * heat.track_k, 0.2);
  cv::Mat rough = mask.mul(gravel);
  cv::scaleAdd(rough, 0.3 * heat.contrast, map, map);
  cv::Mat sunned = empty_mask();
  for (const double along : {-47.0, -8.0, 22.0, 61.0})
    cv::ellipse(sunned, whole(map_px(track_at(along + random.uniform(-8.0, 8.0), seed))),
                {cvRound(random.uniform(2.0, 6.0) / kCell_m), cvRound(1.6 / kCell_m)}, 20, 0, 360,
                cv::Scalar(1), cv::FILLED);
  sunned = sunned.mul(mask);
  warm(map, sunned, heat.sunned_k, 0.6);
}

void pond_and_stones(cv::Mat& map, cv::RNG& random, const FarmHeat& heat) {
  cv::Mat pond = empty_mask();
  const cv::Point2d middle(random.uniform(38.0, 55.0), random.uniform(-60.0, -40.0));
  for (int lobe = 0; lobe < 4; ++lobe)
    cv::ellipse(pond,
                whole(map_px(middle + cv::Point2d(random.uniform(-4.0, 4.0), random.uniform(-3.0, 3.0)))),
                {cvRound(random.uniform(3.0, 7.0) / kCell_m), cvRound(random.uniform(2.5, 4.5) / kCell_m)},
                random.uniform(0.0, 180.0), 0, 360, cv::Scalar(1), cv::FILLED);
  cv::Mat kept = 1 - pond;
  cv::Mat level = pond * (heat.grass_c + heat.water_k);  // water is of one temperature
  map = map.mul(kept) + level;
  cv::Mat puddles = empty_mask();
  for (int i = 0; i < 16; ++i)
    cv::ellipse(puddles, whole(map_px({random.uniform(-150.0, 150.0), random.uniform(-150.0, 150.0)})),
                {random.uniform(1, 5), random.uniform(1, 4)}, 0, 0, 360, cv::Scalar(random.uniform(0.3, 0.8)),
                cv::FILLED);
  warm(map, puddles, heat.water_k, 0.2);
  cv::Mat stones = empty_mask();
  for (int i = 0; i < 60; ++i)
    cv::circle(stones, whole(map_px({random.uniform(-150.0, 150.0), random.uniform(-150.0, 150.0)})),
               random.uniform(1, 3), cv::Scalar(random.uniform(0.5, 1.0)), cv::FILLED);
  warm(map, stones, heat.stone_k, 0.1);
}

/// Sun in the south-west, 35 degrees up.
void cast_shadows(cv::Mat& map, const FarmHeat& heat, const Scenery& scenery) {
  if (heat.shadow_k >= 0) return;
  cv::Mat shade = empty_mask();
  for (const Growth& growth : scenery.growths) {
    const cv::Point2d foot(growth.foot_m.x, growth.foot_m.y);
    const cv::Point2d away = cv::Point2d(0.64, 0.77) * (1.3 * growth.height_m);
    const bool solid = !growth.faces.empty();
    stroke(shade, foot, foot + away, solid ? 1.5 * growth.reach_m : 0.9 * growth.reach_m, solid ? 1.0 : 0.7);
  }
  warm(map, shade, heat.shadow_k, 0.5);
}

/// Slopes that face the sun, or shed the cold air, are warmer.
void warm_slopes(cv::Mat& map, const FarmHeat& heat, const Hills& hills) {
  if (hills.level()) return;
  constexpr int kBlock_px = 20;
  const int count = kMap_px / kBlock_px + 1;
  cv::Mat coarse(count, count, CV_32FC1);
  for (int row = 0; row < count; ++row) {
    for (int column = 0; column < count; ++column) {
      const cv::Point2d at((column * kBlock_px - kMap_px / 2.0) * kCell_m,
                           (kMap_px / 2.0 - row * kBlock_px) * kCell_m);
      const cv::Point2d slope = hills.slope_at(at);
      coarse.at<float>(row, column) =
          static_cast<float>(slope.dot({0.64, 0.77}) * (2 + 2 * heat.sunny_k) + 0.06 * hills.height_m(at));
    }
  }
  cv::Mat smooth;
  cv::resize(coarse, smooth, {kMap_px, kMap_px}, 0, 0, cv::INTER_LINEAR);
  map += smooth;
}

}  // namespace

cv::Point2d track_at(double along_m, std::uint64_t seed) {
  const double phase = static_cast<double>(seed % 17);
  return {along_m, -14 + 10 * std::sin(along_m * 0.022 + phase) + 3 * std::sin(along_m * 0.071 + 2 * phase)};
}

GroundHeat::GroundHeat(std::uint64_t seed, const FarmHeat& heat, const Hills& hills, const Scenery& scenery) {
  cv::RNG random(seed * 433494437 + 23);
  cv::Mat map = fractal_picture(random, {kMap_px, kMap_px}, 300, 6, 0.75);
  map += 0.3 * tiled(fractal_picture(random, {kTile_px, kTile_px}, 8, 2, 0.8));
  map = map * (0.4 * heat.contrast) + heat.grass_c;
  sow_fields(map, random, heat.contrast);
  cv::Mat hedges = empty_mask();
  for (const auto& [from, to] : hedge_lines()) stroke(hedges, from, to, 1.8, 1);
  warm(map, hedges, 0.4 * heat.tree_k, 0.4);
  lay_track(map, random, seed, heat, scenery.yard_m);
  pond_and_stones(map, random, heat);
  cast_shadows(map, heat, scenery);
  warm_slopes(map, heat, hills);
  map.convertTo(celsius_100_, CV_16S, 100);
  const cv::Mat fine = fractal_picture(random, {kFine_px, kFine_px}, 16, 2, 0.9);
  fine.convertTo(fine_100_, CV_16S, 16 * heat.contrast);
}

cv::Mat GroundHeat::seen_in(const GroundView& view) const {
  const auto look_up = [&](const cv::Mat& map, double cell_m, int border) {
    cv::Mat x;
    cv::Mat y;
    view.east_m.convertTo(x, CV_32F, 1 / cell_m, map.cols / 2.0);
    view.north_m.convertTo(y, CV_32F, -1 / cell_m, map.rows / 2.0);
    cv::Mat seen;
    cv::remap(map, seen, x, y, cv::INTER_LINEAR, border);
    return seen;
  };
  const cv::Mat broad = look_up(celsius_100_, kCell_m, cv::BORDER_REFLECT);
  const cv::Mat fine = look_up(fine_100_, kFineCell_m, cv::BORDER_WRAP);
  cv::Mat sum;
  cv::add(broad, fine, sum);
  cv::Mat celsius;
  sum.convertTo(celsius, CV_32F, 0.01);
  return celsius;
}

void warm_ground(cv::Mat& celsius, const GroundView& view, const DronePose& pose, const Hills& hills,
                 const WarmStain& stain, double time_s) {
  const cv::Point3d middle(stain.at_m.x, stain.at_m.y, hills.height_m(stain.at_m));
  const double depth_m = pose.depth_m(middle);
  if (depth_m < 5) return;
  const double reach_px = 2.2 * stain.radius_m * pose.focal_px / depth_m + 2;
  const cv::Point2d at = pose.project(middle);
  const cv::Rect area = cv::Rect(cv::Point(cv::Point2d(at.x - reach_px, at.y - reach_px)),
                                 cv::Point(cv::Point2d(at.x + reach_px, at.y + reach_px))) &
                        cv::Rect({0, 0}, kThermalSize);
  const auto kelvin = static_cast<float>(stain.kelvin * std::exp(-time_s / stain.fades_s));
  const auto sharpness = static_cast<float>(1 / (stain.radius_m * stain.radius_m));
  for (int y = area.y; y < area.br().y; ++y) {
    for (int x = area.x; x < area.br().x; ++x) {
      const float east = view.east_m.at<float>(y, x) - static_cast<float>(stain.at_m.x);
      const float north = view.north_m.at<float>(y, x) - static_cast<float>(stain.at_m.y);
      celsius.at<float>(y, x) += kelvin * std::exp(-(east * east + north * north) * sharpness);
    }
  }
}

}  // namespace nightjar
