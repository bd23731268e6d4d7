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

/// How squarely a surface faces the camera and the lamp beside it.
float facing_camera(const cv::Vec3f& normal) {
  return std::max(0.12F, -normal[1] * 0.8F + 0.1F);
}

}  // namespace

std::string_view words_of(LaneLight light) {
  switch (light) {
    case LaneLight::day:
      return "day";
    case LaneLight::overcast:
      return "overcast";
    case LaneLight::dusk:
      return "dusk";
    case LaneLight::night:
      return "night";
    case LaneLight::infra_red:
      return "infra-red";
  }
  return "";
}

std::string_view words_of(LaneWeather weather) {
  switch (weather) {
    case LaneWeather::dry:
      return "dry";
    case LaneWeather::rain:
      return "rain";
    case LaneWeather::fog:
      return "fog";
  }
  return "";
}

cv::Vec3f Lighting::matt(const cv::Vec3f& albedo, const cv::Vec3f& normal, float distance_m) const {
  const float up = 0.5F + 0.5F * normal[2];
  switch (light_) {
    case LaneLight::day:
      if (sunny()) {
        const float sun = std::max(0.0F, normal.dot(kToSun));
        const cv::Vec3f light(0.42F * up + 0.22F + 0.42F * sun, 0.38F * up + 0.22F + 0.48F * sun,
                              0.35F * up + 0.22F + 0.52F * sun);
        return albedo.mul(light);
      }
      [[fallthrough]];
    case LaneLight::overcast: {
      const float sky = 0.42F * up + 0.20F;
      return albedo.mul({1.04F * sky, sky, 0.97F * sky});
    }
    case LaneLight::dusk: {
      const cv::Vec3f light(0.26F * up + 0.10F, 0.20F * up + 0.08F, 0.18F * up + 0.07F);
      return albedo.mul(light);
    }
    case LaneLight::night: {
      const float lamp = 0.075F * facing_camera(normal) * illuminator(distance_m);
      const float sky = 0.008F * up + 0.004F;
      return albedo.mul({1.1F * sky + 0.9F * lamp, sky + lamp, sky + 1.05F * lamp});
    }
    case LaneLight::infra_red: {
      const float level = 0.30F * grey_of(albedo) * facing_camera(normal) * illuminator(distance_m) + 0.012F;
      return {level, level, level};
    }
  }
  return albedo;
}

cv::Vec3f Lighting::reflected(const cv::Vec3f& normal) const {
  const float sky = std::clamp(0.5F + 0.9F * normal[2], 0.0F, 1.0F);
  switch (light_) {
    case LaneLight::day:
      if (sunny()) return cv::Vec3f(0.88F, 0.83F, 0.80F) * sky + cv::Vec3f(0.16F, 0.22F, 0.18F) * (1 - sky);
      [[fallthrough]];
    case LaneLight::overcast:
      return cv::Vec3f(0.66F, 0.64F, 0.62F) * sky + cv::Vec3f(0.11F, 0.14F, 0.12F) * (1 - sky);
    case LaneLight::dusk:
      return cv::Vec3f(0.34F, 0.27F, 0.25F) * sky + cv::Vec3f(0.05F, 0.06F, 0.05F) * (1 - sky);
    case LaneLight::night:
      return cv::Vec3f(0.010F, 0.009F, 0.009F) * sky + cv::Vec3f(0.002F, 0.002F, 0.002F) * (1 - sky);
    case LaneLight::infra_red:
      return {0.01F, 0.01F, 0.01F};
  }
  return {};
}

float Lighting::plate_gain(float distance_m, bool rear, bool retroreflective) const {
  switch (light_) {
    case LaneLight::day:
      return sunny() ? 0.86F : 0.74F;
    case LaneLight::overcast:
      return 0.74F;
    case LaneLight::dusk:
      return 0.5F;
    case LaneLight::night: {
      const float sent_back = retroreflective ? 0.42F * std::sqrt(illuminator(distance_m)) : 0.10F;
      return std::clamp(sent_back + (rear ? 0.14F : 0), 0.12F, 0.7F);
    }
    case LaneLight::infra_red: {
      const float sent_back = std::clamp(0.95F * std::sqrt(illuminator(distance_m)), 0.3F, 0.95F);
      return retroreflective ? sent_back : 0.35F * sent_back;
    }
  }
  return 1;
}

cv::Vec3f Lighting::exposed(const cv::Vec3f& colour) const {
  float gain = 1.5F;
  float gamma = 0.8F;
  switch (light_) {
    case LaneLight::infra_red:
      return colour;  // its levels are set as the camera shows them
    case LaneLight::day:
    case LaneLight::overcast:
      gain = sunny() ? 1.05F : 1.2F;
      gamma = 0.68F;
      break;
    case LaneLight::dusk:
      break;
    case LaneLight::night:
      gain = 2.2F;
      break;
  }
  cv::Vec3f levels;
  for (int channel = 0; channel < 3; ++channel)
    levels[channel] = std::pow(std::max(0.0F, gain * colour[channel]), gamma);
  return levels;
}

cv::Vec3f Lighting::air() const {
  switch (light_) {
    case LaneLight::day:
    case LaneLight::overcast:
      return {0.56F, 0.55F, 0.54F};
    case LaneLight::dusk:
      return {0.15F, 0.125F, 0.12F};
    case LaneLight::night:
      return {0.011F, 0.011F, 0.012F};
    case LaneLight::infra_red:
      return {0.09F, 0.09F, 0.09F};
  }
  return {};
}

float Lighting::transmission(float distance_m) const {
  // Light from a lamp beside the camera goes there and back.
  const float way = light_ == LaneLight::infra_red ? 1.6F : 1.0F;
  return std::exp(-way * thinning_per_m_ * distance_m);
}

cv::Vec3f Lighting::seen(const cv::Vec3f& colour, float distance_m) const {
  const float through = transmission(distance_m);
  return exposed(colour * through + air() * (1 - through));
}

Veil Lighting::veil(float distance_m) const {
  const float through = transmission(distance_m);
  return {through, exposed(air()) * (255.0F * (1 - through))};
}

double Lighting::glare_levels(bool headlamp) const {
  switch (light_) {
    case LaneLight::day:
    case LaneLight::overcast:
      return headlamp ? 30 : 14;
    case LaneLight::dusk:
      return headlamp ? 70 : 40;
    case LaneLight::night:
      return headlamp ? 120 : 60;
    case LaneLight::infra_red:
      return headlamp ? 60 : 18;
  }
  return 0;
}

double Lighting::exposure_s() const {
  switch (light_) {
    case LaneLight::day:
      return sunny() ? 1.0 / 2000 : 1.0 / 1000;
    case LaneLight::overcast:
      return 1.0 / 1000;
    case LaneLight::dusk:
      return 1.0 / 700;
    case LaneLight::night:
      return 1.0 / 400;
    case LaneLight::infra_red:
      return 1.0 / 1500;
  }
  return 0;
}

double Lighting::noise_levels() const {
  switch (light_) {
    case LaneLight::day:
      return 1.1;
    case LaneLight::overcast:
      return 1.4;
    case LaneLight::dusk:
      return 2.7;
    case LaneLight::night:
      return 3.2;
    case LaneLight::infra_red:
      return 3.2;
  }
  return 0;
}

double Lighting::shadow() const {
  if (sunny()) return 0.62;
  return light_ == LaneLight::night || light_ == LaneLight::infra_red ? 0.30 : 0.45;
}

cv::Vec2d Lighting::shadow_offset() const {
  if (!sunny()) return {0, 0};
  return {-static_cast<double>(kToSun[0] / kToSun[2]) * 0.8,
          -static_cast<double>(kToSun[1] / kToSun[2]) * 0.8};
}

}  // namespace nightjar
