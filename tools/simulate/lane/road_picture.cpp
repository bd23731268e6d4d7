#include "tools/simulate/lane/road_picture.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

constexpr float kHedge_m = 6.2F;  // from the middle of the road
constexpr float kHedgeHeight_m = 2.1F;
constexpr float kEdgeLine_m = 3.25F;
constexpr float kLineWidth_m = 0.12F;
constexpr float kSkyline_m = 140;  // where the far trees stand

/// 1 inside [low, high], falling to 0 over `soft`.
float band(float value, float low, float high, float soft) {
  const float into = std::min(value - low, high - value) / std::max(soft, 1e-4F) + 0.5F;
  return std::clamp(into, 0.0F, 1.0F);
}

cv::Vec3f mixed(const cv::Vec3f& a, const cv::Vec3f& b, float part_of_b) {
  return a + (b - a) * part_of_b;
}

/// What a line of sight meets, and what it looks like there.
class Surroundings {
 public:
  Surroundings(const Lighting& lighting, std::uint64_t seed) : lighting_(lighting), noise_(seed) {}

  [[nodiscard]] cv::Vec3f seen(const cv::Point3d& eye, const cv::Vec3d& sight, double focal_px) const {
    const auto height = static_cast<float>(eye.z);
    const cv::Vec3f direction(sight);
    const float to_ground = direction[2] < -1e-5F ? -height / direction[2] : 1e9F;
    const float side = direction[0] > 0 ? kHedge_m : -kHedge_m;
    const float to_hedge =
        std::abs(direction[0]) > 1e-5F ? (side - static_cast<float>(eye.x)) / direction[0] : 1e9F;
    const float to_trees = kSkyline_m / direction[1];
    const float focal = static_cast<float>(focal_px);
    if (to_hedge < to_ground && to_hedge < to_trees) {
      const float z = height + to_hedge * direction[2];
      const float y = to_hedge * direction[1];
      const float top =
          kHedgeHeight_m +
          0.22F * noise_.fractal(y * 0.35F, side, 5, to_hedge * to_hedge / (focal * kHedge_m) * 0.35F);
      if (z < top) return hedge(y, z, top, side, to_hedge, to_hedge / focal);
    }
    if (to_ground < to_trees)
      return ground(static_cast<float>(eye.x) + to_ground * direction[0], to_ground * direction[1], to_ground,
                    to_ground / focal);
    return far(static_cast<float>(eye.x) + to_trees * direction[0], height + to_trees * direction[2]);
  }

 private:
  [[nodiscard]] cv::Vec3f hedge(float y, float z, float top, float side, float distance,
                                float footprint) const {
    const float along = footprint * distance / kHedge_m;  // the hedge is seen at a low angle
    const float leaves =
        noise_.fractal(y * 2.5F + side, z * 4.0F, 6, std::max(footprint, 0.35F * along) * 2.5F);
    const float clumps = noise_.at(y * 0.6F + side, z * 0.9F);
    cv::Vec3f colour(0.10F, 0.22F + 0.05F * clumps, 0.16F + 0.05F * clumps);
    colour *= std::max(0.15F, 0.75F + 0.5F * leaves) * (0.45F + 0.6F * z / top);
    return lighting_.matt(colour, {side > 0 ? -0.7F : 0.7F, -0.3F, 0.55F}, distance);
  }

  [[nodiscard]] cv::Vec3f ground(float x, float y, float distance, float footprint) const {
    const float across = footprint;                   // metres a pixel covers across the road
    const float along = footprint * distance / 4.2F;  // and along it
    const float wobble = 0.25F * noise_.fractal(y * 0.5F, 3.0F, 3, along * 0.5F);
    const float off_road = std::abs(x) - (static_cast<float>(kCarriagewayHalf_m) + 0.25F * std::abs(wobble));
    const cv::Vec3f grass_colour = grass(x, y, along);
    const cv::Vec3f road_colour = asphalt(x, y, across, along);
    const float verge = std::clamp(off_road / std::max(across, 0.06F) + 0.5F, 0.0F, 1.0F);
    return lighting_.matt(mixed(road_colour, grass_colour, verge),
                          {0, lighting_.light() == LaneLight::infra_red ? -0.3F : 0, 1}, distance);
  }

  [[nodiscard]] cv::Vec3f grass(float x, float y, float along) const {
    const float blades = noise_.fractal(x * 6, y * 6, 4, along * 6);
    const float patches = noise_.fractal(x * 0.7F, y * 0.4F, 3, along * 0.5F);
    cv::Vec3f colour(0.13F, 0.33F, 0.25F);
    colour = mixed(colour, {0.20F, 0.36F, 0.40F}, std::clamp(0.35F + 0.5F * patches, 0.0F, 1.0F));
    return colour * std::max(0.3F, 0.85F + 0.45F * blades);
  }

  [[nodiscard]] cv::Vec3f asphalt(float x, float y, float across, float along) const {
    const float grain = noise_.fractal(x * 25, y * 25, 3, along * 25);
    const float stains = noise_.fractal(x * 0.8F, y * 0.12F, 4, along * 0.8F);
    const float in_lane = std::abs(std::abs(x) - static_cast<float>(kLaneCentre_m));
    const float tyres = band(in_lane, 0.55F, 0.95F, 0.35F);
    const float oil = band(in_lane, -0.3F, 0.3F, 0.4F);
    float level = 0.36F + 0.05F * grain + 0.035F * stains + 0.025F * tyres - 0.035F * oil;
    const float seam = band(x, 0.32F, 0.36F, across) * 0.06F;  // where two strips were laid
    level -= seam;
    const float patch_y = y - 23.0F;
    level -= 0.07F * band(x, 0.9F, 2.4F, across) * band(patch_y, 0.0F, 3.2F, along);
    cv::Vec3f colour(level * 1.02F, level, level * 0.985F);
    const float worn = std::clamp(0.85F + 0.35F * noise_.fractal(x * 5, y * 5, 4, along * 5), 0.35F, 1.0F);
    const float edge =
        band(std::abs(x), kEdgeLine_m - kLineWidth_m / 2, kEdgeLine_m + kLineWidth_m / 2, across);
    const float phase = std::fmod(y + 900.0F, 6.0F);  // warning line: 4 m marks, 2 m gaps
    const float dash = band(phase, 0.0F, 4.0F, along);
    const float centre = band(x, -kLineWidth_m / 2, kLineWidth_m / 2, across) * dash;
    return mixed(colour, {0.80F, 0.82F, 0.82F},
                 std::max(edge, centre) * worn * std::min(1.0F, kLineWidth_m / across));
  }

  [[nodiscard]] cv::Vec3f far(float x, float z) const {
    const float ridge = 7.0F + 3.0F * noise_.fractal(x * 0.06F, 9.0F, 5, 0.01F);
    const float footprint = 0.05F;
    if (z < ridge) {
      const float leaves = noise_.fractal(x * 0.8F, z * 0.8F, 4, footprint);
      const cv::Vec3f colour = cv::Vec3f(0.20F, 0.27F, 0.20F) * (0.75F + 0.3F * leaves + 0.02F * z);
      return lighting_.matt(mixed(colour, {0.55F, 0.52F, 0.48F}, 0.25F), {0, -0.6F, 0.6F}, kSkyline_m);
    }
    const float cloud = 0.5F + 0.5F * noise_.fractal(x * 0.03F, z * 0.15F, 5, 0.002F);
    return lighting_.reflected({0, 0, 1}) * (0.88F + 0.14F * std::clamp(cloud, 0.0F, 1.0F));
  }

  const Lighting& lighting_;
  LatticeNoise noise_;
};

}  // namespace

cv::Mat draw_road(const RoadCamera& camera, const Lighting& lighting, std::uint64_t seed) {
  const Surroundings surroundings(lighting, seed);
  cv::Mat picture(camera.mount().size, CV_8UC3);
  const double focal_px = camera.mount().focal_px;
  for (int row = 0; row < picture.rows; ++row) {
    for (int column = 0; column < picture.cols; ++column) {
      const cv::Vec3f colour = lighting.exposed(
          surroundings.seen(camera.position_m(), camera.line_of_sight({column + 0.5, row + 0.5}), focal_px));
      auto& pixel = picture.at<cv::Vec3b>(row, column);
      for (int channel = 0; channel < 3; ++channel)
        pixel[channel] = cv::saturate_cast<uchar>(255.0F * colour[channel]);
    }
  }
  return picture;
}

}  // namespace nightjar
