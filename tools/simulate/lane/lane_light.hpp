#pragma once

#include <opencv2/core/matx.hpp>
#include <string_view>

namespace nightjar {

enum class LaneLight { day, dusk, infra_red };

[[nodiscard]] std::string_view words_of(LaneLight light);

/// What a surface looks like to the camera. Colours are BGR, 0 to 1.
class Lighting {
 public:
  explicit Lighting(LaneLight light) : light_(light) {}

  /// A matt surface of colour `albedo`, its outward `normal` of length 1, seen from `distance_m`.
  [[nodiscard]] cv::Vec3f matt(const cv::Vec3f& albedo, const cv::Vec3f& normal, float distance_m) const;
  /// What a mirror facing along `normal` adds: the sky above, the hedge below.
  [[nodiscard]] cv::Vec3f reflected(const cv::Vec3f& normal) const;
  /// A plate: it sends light back to where it came from, so infra-red makes it the brightest thing there.
  [[nodiscard]] float plate_gain(float distance_m) const;
  /// What the camera makes of light: its exposure and its gamma.
  [[nodiscard]] cv::Vec3f exposed(const cv::Vec3f& colour) const;
  /// Whether vehicles drive with their lamps on.
  [[nodiscard]] bool lamps_lit() const { return light_ != LaneLight::day; }
  [[nodiscard]] LaneLight light() const { return light_; }
  /// Exposure time: infra-red strobes are short, dusk needs longer than an ANPR camera likes.
  [[nodiscard]] double exposure_s() const;
  /// Standard deviation of the sensor's noise, 8-bit levels.
  [[nodiscard]] double noise_levels() const;
  /// How dark a shadow on the road is, 0 to 1.
  [[nodiscard]] double shadow() const;
  /// Where the sun's shadow of a point one metre up falls, metres along x and y.
  [[nodiscard]] cv::Vec2d shadow_offset() const;

 private:
  LaneLight light_;
};

}  // namespace nightjar
