#include "tools/simulate/lane/lane_light.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

const cv::Vec3f kToSun = cv::Vec3f(-0.55F, -0.45F, 0.70F);

float grey_of(const cv::Vec3f& colour) {
  return 0.2F * colour[0] + 0.4F * colour[1] + 0.4F * colour[2];
}

/// The lamp beside the camera: it weakens with the square of the distance, the sensor's gain is set for 20 m.
float illuminator(float distance_m) {
  return std::min(1.6F, 400.0F / (distance_m * distance_m + 80.0F));
}

}  // namespace

std::string_view words_of(LaneLight light) {
  switch (light) {
    case LaneLight::day:
      return "day";
    case LaneLight::dusk:
      return "dusk";
    case LaneLight::infra_red:
      return "infra-red";
  }
  return "";
}

cv::Vec3f Lighting::matt(const cv::Vec3f& albedo, const cv::Vec3f& normal, float distance_m) const {
  const float up = 0.5F + 0.5F * normal[2];
  switch (light_) {
    case LaneLight::day: {
      const float sun = std::max(0.0F, normal.dot(kToSun));
      const cv::Vec3f light(0.42F * up + 0.22F + 0.42F * sun, 0.38F * up + 0.22F + 0.48F * sun,
                            0.35F * up + 0.22F + 0.52F * sun);
      return albedo.mul(light);
    }
    case LaneLight::dusk: {
      const cv::Vec3f light(0.26F * up + 0.10F, 0.20F * up + 0.08F, 0.18F * up + 0.07F);
      return albedo.mul(light);
    }
    case LaneLight::infra_red: {
      const float facing = std::max(0.12F, -normal[1] * 0.8F + 0.1F);
      const float level = 0.30F * grey_of(albedo) * facing * illuminator(distance_m) + 0.012F;
      return {level, level, level};
    }
  }
  return albedo;
}

cv::Vec3f Lighting::reflected(const cv::Vec3f& normal) const {
  const float sky = std::clamp(0.5F + 0.9F * normal[2], 0.0F, 1.0F);
  switch (light_) {
    case LaneLight::day:
      return cv::Vec3f(0.88F, 0.83F, 0.80F) * sky + cv::Vec3f(0.16F, 0.22F, 0.18F) * (1 - sky);
    case LaneLight::dusk:
      return cv::Vec3f(0.34F, 0.27F, 0.25F) * sky + cv::Vec3f(0.05F, 0.06F, 0.05F) * (1 - sky);
    case LaneLight::infra_red:
      return {0.01F, 0.01F, 0.01F};
  }
  return {};
}

float Lighting::plate_gain(float distance_m) const {
  switch (light_) {
    case LaneLight::day:
      return 0.86F;
    case LaneLight::dusk:
      return 0.5F;
    case LaneLight::infra_red:
      return std::clamp(0.95F * std::sqrt(illuminator(distance_m)), 0.3F, 0.95F);
  }
  return 1;
}

cv::Vec3f Lighting::exposed(const cv::Vec3f& colour) const {
  if (light_ == LaneLight::infra_red) return colour;  // its levels are set as the camera shows them
  const float gain = light_ == LaneLight::day ? 1.05F : 1.5F;
  const float gamma = light_ == LaneLight::day ? 0.68F : 0.8F;
  cv::Vec3f seen;
  for (int channel = 0; channel < 3; ++channel)
    seen[channel] = std::pow(std::max(0.0F, gain * colour[channel]), gamma);
  return seen;
}

double Lighting::exposure_s() const {
  switch (light_) {
    case LaneLight::day:
      return 1.0 / 2000;
    case LaneLight::dusk:
      return 1.0 / 700;
    case LaneLight::infra_red:
      return 1.0 / 1500;
  }
  return 0;
}

double Lighting::noise_levels() const {
  switch (light_) {
    case LaneLight::day:
      return 1.6;
    case LaneLight::dusk:
      return 4.0;
    case LaneLight::infra_red:
      return 3.2;
  }
  return 0;
}

double Lighting::shadow() const {
  switch (light_) {
    case LaneLight::day:
      return 0.62;
    case LaneLight::dusk:
      return 0.45;
    case LaneLight::infra_red:
      return 0.30;
  }
  return 0;
}

cv::Vec2d Lighting::shadow_offset() const {
  if (light_ != LaneLight::day) return {0, 0};
  return {-static_cast<double>(kToSun[0] / kToSun[2]) * 0.8,
          -static_cast<double>(kToSun[1] / kToSun[2]) * 0.8};
}

}  // namespace nightjar
