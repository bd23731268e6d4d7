#pragma once

#include <opencv2/core/matx.hpp>
#include <string_view>

namespace nightjar {

enum class LaneLight { day, overcast, dusk, night, infra_red };
enum class LaneWeather { dry, rain, fog };

[[nodiscard]] std::string_view words_of(LaneLight light);
[[nodiscard]] std::string_view words_of(LaneWeather weather);

/// How the air changes the picture of something: pixel = gain * pixel + veil, 8-bit levels, BGR.
struct Veil {
  float gain = 1;
  cv::Vec3f levels{0, 0, 0};
};

/// What a surface looks like to the camera. Colours are BGR, 0 to 1.
class Lighting {
 public:
  /// `visibility_m`: where a black thing keeps a twentieth of its contrast against the sky.
  explicit Lighting(LaneLight light, LaneWeather weather = LaneWeather::dry, double visibility_m = 6000)
      : light_(light), weather_(weather), thinning_per_m_(3.0F / static_cast<float>(visibility_m)) {}

  /// A matt surface of colour `albedo`, its outward `normal` of length 1, seen from `distance_m`.
  [[nodiscard]] cv::Vec3f matt(const cv::Vec3f& albedo, const cv::Vec3f& normal, float distance_m) const;
  /// What a mirror facing along `normal` adds: the sky above, the hedge below.
  [[nodiscard]] cv::Vec3f reflected(const cv::Vec3f& normal) const;
  /// A plate: it sends light back to where it came from, so infra-red makes it the brightest thing there.
  /// At night the rear one has its lamp.
  [[nodiscard]] float plate_gain(float distance_m, bool rear, bool retroreflective) const;
  /// What the camera makes of light: through that much air, then its exposure and its gamma.
  [[nodiscard]] cv::Vec3f seen(const cv::Vec3f& colour, float distance_m) const;
  /// The same for a picture that is drawn in levels already.
  [[nodiscard]] Veil veil(float distance_m) const;
  /// The part of the light that comes through the air, 0 to 1.
  [[nodiscard]] float transmission(float distance_m) const;

  /// Whether vehicles drive with their lamps on.
  [[nodiscard]] bool lamps_lit() const { return light_ != LaneLight::day || weather_ != LaneWeather::dry; }
  /// How much brighter than their surroundings lamps are: the levels that their halo adds.
  [[nodiscard]] double glare_levels(bool headlamp) const;
  /// Whether headlamps light up the road.
  [[nodiscard]] bool dark() const { return light_ == LaneLight::dusk || light_ == LaneLight::night; }
  [[nodiscard]] bool sunny() const { return light_ == LaneLight::day && weather_ == LaneWeather::dry; }
  [[nodiscard]] bool wet() const { return weather_ == LaneWeather::rain; }
  [[nodiscard]] LaneLight light() const { return light_; }
  [[nodiscard]] LaneWeather weather() const { return weather_; }
  /// Exposure time: infra-red strobes are short, dusk and night need longer than an ANPR camera likes.
  [[nodiscard]] double exposure_s() const;
  /// Standard deviation of the sensor's noise, 8-bit levels.
  [[nodiscard]] double noise_levels() const;
  /// How dark a shadow on the road is, 0 to 1.
  [[nodiscard]] double shadow() const;
  /// Where the sun's shadow of a point one metre up falls, metres along x and y.
  [[nodiscard]] cv::Vec2d shadow_offset() const;

 private:
  [[nodiscard]] cv::Vec3f air() const;
  [[nodiscard]] cv::Vec3f exposed(const cv::Vec3f& colour) const;

  LaneLight light_;
  LaneWeather weather_;
  float thinning_per_m_;
};

}  // namespace nightjar
