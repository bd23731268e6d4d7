#include "tools/simulate/lane/road_picture.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/road_sign.hpp"
#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

constexpr float kVerge_m = 2.7F;  // between carriageway and hedge
constexpr float kHedgeHeight_m = 2.1F;
constexpr float kEdgeLine_m = 0.25F;  // from the carriageway's edge
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
  Surroundings(const Lighting& lighting, const RoadLayout& layout, double focal_px, std::uint64_t seed)
      : lighting_(lighting),
        layout_(layout),
        sign_(make_road_sign(seed, layout, focal_px)),
        noise_(seed),
        half_m_(static_cast<float>(layout.half_m())),
        reserve_m_(static_cast<float>(layout.reserve_half_m())),
        hedge_m_(half_m_ + kVerge_m) {}

  /// As the camera shows it, 0 to 1.
  [[nodiscard]] cv::Vec3f seen(const cv::Point3d& eye, const cv::Vec3d& sight, double focal_px) const {
    const auto height = static_cast<float>(eye.z);
    const cv::Vec3f direction(sight);
    const float to_ground = direction[2] < -1e-5F ? -height / direction[2] : 1e9F;
    const float side = direction[0] > 0 ? hedge_m_ : -hedge_m_;
    const float to_hedge =
        std::abs(direction[0]) > 1e-5F ? (side - static_cast<float>(eye.x)) / direction[0] : 1e9F;
    const float to_trees = kSkyline_m / direction[1];
    const float focal = static_cast<float>(focal_px);
    if (const float to_sign = static_cast<float>(sign_.along_m) / direction[1];
        to_sign < std::min(to_ground, to_hedge)) {
      const float x = static_cast<float>(eye.x) + to_sign * direction[0];
      const float z = height + to_sign * direction[2];
      if (sign_.covers(static_cast<double>(x), static_cast<double>(z)))
        return lighting_.seen(board(x, z, to_sign), to_sign);
      if (on_post(x, z))
        return lighting_.seen(lighting_.matt({0.2F, 0.2F, 0.2F}, {0, -1, 0}, to_sign), to_sign);
    }
    if (to_hedge < to_ground && to_hedge < to_trees) {
      const float z = height + to_hedge * direction[2];
      const float y = to_hedge * direction[1];
      const float top =
          kHedgeHeight_m +
          0.22F * noise_.fractal(y * 0.35F, side, 5, to_hedge * to_hedge / (focal * hedge_m_) * 0.35F);
      if (z < top) return lighting_.seen(hedge(y, z, top, side, to_hedge, to_hedge / focal), to_hedge);
    }
    if (to_ground < to_trees)
      return lighting_.seen(ground(static_cast<float>(eye.x) + to_ground * direction[0],
                                   to_ground * direction[1], height, to_ground, to_ground / focal),
                            to_ground);
    return lighting_.seen(
        far(static_cast<float>(eye.x) + to_trees * direction[0], height + to_trees * direction[2]),
        kSkyline_m);
  }

 private:
  [[nodiscard]] bool on_post(float x, float z) const {
    const auto middle = static_cast<float>(sign_.left_m + sign_.size_m.width / 2);
    return std::abs(x - middle) < 0.04F && z > 0 && z < static_cast<float>(sign_.foot_m);
  }

  [[nodiscard]] cv::Vec3f board(float x, float z, float distance) const {
    const cv::Vec3f colour = sign_.colour_at(static_cast<double>(x), static_cast<double>(z));
    const cv::Vec3f matt = lighting_.matt(colour, {0, -1, 0.1F}, distance);
    const bool by_lamp = lighting_.light() == LaneLight::infra_red || lighting_.light() == LaneLight::night;
    if (!by_lamp || !sign_.retroreflective) return matt;
    const float sent_back = lighting_.light() == LaneLight::night ? 2.5F : 2.0F;
    return matt * sent_back;
  }

  [[nodiscard]] cv::Vec3f hedge(float y, float z, float top, float side, float distance,
                                float footprint) const {
    const float along = footprint * distance / hedge_m_;  // the hedge is seen at a low angle
    const float leaves =
        noise_.fractal(y * 2.5F + side, z * 4.0F, 6, std::max(footprint, 0.35F * along) * 2.5F);
    const float clumps = noise_.at(y * 0.6F + side, z * 0.9F);
    cv::Vec3f colour(0.10F, 0.22F + 0.05F * clumps, 0.16F + 0.05F * clumps);
    colour *= std::max(0.15F, 0.75F + 0.5F * leaves) * (0.45F + 0.6F * z / top);
    return lighting_.matt(colour, {side > 0 ? -0.7F : 0.7F, -0.3F, 0.55F}, distance);
  }

  [[nodiscard]] cv::Vec3f ground(float x, float y, float height, float distance, float footprint) const {
    const float across = footprint;                     // metres a pixel covers across the road
    const float along = footprint * distance / height;  // and along it
    const float wobble = 0.06F * std::abs(noise_.fractal(y * 0.5F, 3.0F, 3, along * 0.5F));
    const float off_road = std::max(std::abs(x) - (half_m_ + wobble), reserve_m_ - 0.2F - std::abs(x));
    const float verge = std::clamp(off_road / std::max(across, 0.06F) + 0.5F, 0.0F, 1.0F);
    const cv::Vec3f normal(0, lighting_.light() == LaneLight::infra_red ? -0.3F : 0, 1);
    cv::Vec3f road(0, 0, 0);
    if (verge < 1) {
      road = lighting_.matt(asphalt(x, y, across, along), normal, distance);
      if (lighting_.wet()) road = wet(road, x, y, height, distance, along);
    }
    if (verge <= 0) return road;
    return mixed(road, lighting_.matt(grass(x, y, along), normal, distance), verge);
  }

  /// Water darkens the road and mirrors the sky, the more the lower the look; puddles lie in the tyres'
  /// tracks.
  [[nodiscard]] cv::Vec3f wet(const cv::Vec3f& dry, float x, float y, float height, float distance,
                              float along) const {
    const float glancing = 1 - height / std::max(height, distance);
    const float mirrors = 0.02F + 0.98F * glancing * glancing * glancing * glancing * glancing;
    const float water =
        std::clamp(0.62F + 0.5F * noise_.fractal(x * 0.9F, y * 0.16F, 4, along * 0.4F), 0.15F, 1.0F);
    const float part = 0.75F * mirrors * water;
    return dry * (0.62F * (1 - part)) + lighting_.reflected({0, 0.2F, 0.6F}) * part;
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
    const auto lane_m = static_cast<float>(kLaneWidth_m);
    const float into = std::abs(x) - reserve_m_;  // from the inner edge outwards
    const float lane = std::floor(into / lane_m);
    const float in_lane = std::abs(into - (lane + 0.5F) * lane_m);
    const float tyres = band(in_lane, 0.55F, 0.95F, 0.35F);
    const float oil = band(in_lane, -0.3F, 0.3F, 0.4F);
    float level = 0.36F + 0.05F * grain + 0.035F * stains + 0.025F * tyres - 0.035F * oil;
    const float seam = band(x, 0.32F, 0.36F, across) * 0.06F;  // where two strips were laid
    level -= seam;
    const float patch_y = y - 23.0F;
    level -= 0.07F * band(x, 0.9F, 2.4F, across) * band(patch_y, 0.0F, 3.2F, along);
    cv::Vec3f colour(level * 1.02F, level, level * 0.985F);
    const float worn = std::clamp(0.85F + 0.35F * noise_.fractal(x * 5, y * 5, 4, along * 5), 0.35F, 1.0F);
    const float half_line = kLineWidth_m / 2;
    const float outer = half_m_ - kEdgeLine_m;
    float line = band(std::abs(x), outer - half_line, outer + half_line, across);
    if (layout_.lanes_each_way == 1) {
      const float phase = std::fmod(y + 900.0F, 6.0F);  // warning line: 4 m marks, 2 m gaps
      line = std::max(line, band(x, -half_line, half_line, across) * band(phase, 0.0F, 4.0F, along));
    } else {
      const float inner = reserve_m_ + 0.2F;
      line = std::max(line, band(std::abs(x), inner - half_line, inner + half_line, across));
      const float phase = std::fmod(y + 900.0F, 9.0F);  // lane line: 2 m marks, 7 m gaps
      const float boundary = std::abs(into - std::round(into / lane_m) * lane_m);
      const bool between =
          into > 0.5F * lane_m && into < (static_cast<float>(layout_.lanes_each_way) - 0.5F) * lane_m;
      if (between)
        line = std::max(line, band(boundary, -half_line, half_line, across) * band(phase, 0.0F, 2.0F, along));
    }
    return mixed(colour, {0.80F, 0.82F, 0.82F}, line * worn * std::min(1.0F, kLineWidth_m / across));
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
  RoadLayout layout_;
  RoadSign sign_;
  LatticeNoise noise_;
  float half_m_;
  float reserve_m_;
  float hedge_m_;
};

}  // namespace

cv::Mat draw_road(const RoadCamera& camera, const Lighting& lighting, const RoadLayout& layout,
                  std::uint64_t seed) {
  const double focal_px = camera.mount().focal_px;
  const Surroundings surroundings(lighting, layout, focal_px, seed);
  cv::Mat picture(camera.mount().size, CV_8UC3);
  for (int row = 0; row < picture.rows; ++row) {
    for (int column = 0; column < picture.cols; ++column) {
      const cv::Vec3f colour =
          surroundings.seen(camera.position_m(), camera.line_of_sight({column + 0.5, row + 0.5}), focal_px);
      auto& pixel = picture.at<cv::Vec3b>(row, column);
      for (int channel = 0; channel < 3; ++channel)
        pixel[channel] = cv::saturate_cast<uchar>(255.0F * colour[channel]);
    }
  }
  const double defocus_px = camera.mount().defocus_px;
  if (defocus_px > 0.3) cv::GaussianBlur(picture, picture, {0, 0}, defocus_px);
  return picture;
}

}  // namespace nightjar
