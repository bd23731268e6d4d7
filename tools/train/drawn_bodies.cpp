#include "tools/train/drawn_bodies.hpp"

#include <array>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

#include "processing/thermal/heat_detector.hpp"
#include "tools/simulate/drone/display_gain.hpp"
#include "tools/simulate/drone/drone_scene.hpp"

namespace nightjar {
namespace {

using Chance = std::mt19937_64;

double uniform(Chance& chance, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(chance);
}

DroneSceneOptions flight_of(std::uint64_t seed) {
  Chance chance(seed * 7919 + 3);
  const auto one_of = [&chance](int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(chance);
  };
  DroneSceneOptions options;
  options.seed = seed;
  options.seconds = 60;
  options.flight = std::array{FlightKind::mixed, FlightKind::nadir, FlightKind::oblique, FlightKind::oblique,
                              FlightKind::search}
                       .at(static_cast<std::size_t>(one_of(5)));
  options.sun = std::array{SunHeat::night, SunHeat::night, SunHeat::evening, SunHeat::day}.at(
      static_cast<std::size_t>(one_of(4)));
  options.weather = std::array{Weather::clear, Weather::clear, Weather::mist, Weather::rain}.at(
      static_cast<std::size_t>(one_of(4)));
  options.height_m = uniform(chance, 30, 120);
  options.people = 20, options.animals = 30, options.vehicles = 8;
  options.hills = one_of(4) == 0;
  options.zoom = one_of(3) == 0 ? uniform(chance, 1, 3) : 1;
  return options;
}

/// Metres across the line of sight to a pixel of the ground under a spot.
std::optional<GroundScale> scale_at(const DronePose& pose, const Hills& hills, const cv::Point2f& pixel) {
  const cv::Point3d direction = pose.direction_of(pixel);
  if (direction.z > -0.02) return {};
  cv::Point2d at = pose.ground_at(pixel);
  double depth = -pose.position_m.z / direction.z;
  for (int i = 0; i < 6; ++i) {
    depth = (hills.height_m(at) - pose.position_m.z) / direction.z;
    const cv::Point3d point = pose.position_m + direction * depth;
    at = {point.x, point.y};
  }
  if (!(depth > 1)) return {};
  return GroundScale{depth / pose.focal_px, -direction.z / cv::norm(direction)};
}

constexpr int kNobody = -1;

/// Whose a spot is, as an index of bodies; nothing where that is doubtful.
std::optional<int> owner_of(const HeatSpot& spot, const cv::Mat& owner, const std::vector<WarmBody>& bodies) {
  const cv::Rect around = (spot.box + cv::Size(6, 6) - cv::Point(3, 3)) & cv::Rect({0, 0}, owner.size());
  std::map<int, int> owners;
  for (int y = around.y; y < around.br().y; ++y)
    for (int x = around.x; x < around.br().x; ++x)
      if (const int whose = owner.at<std::uint16_t>(y, x); whose > 0) ++owners[whose - 1];
  int most = 0, who = kNobody;
  for (const auto& [body, pixels] : owners) {
    if (bodies[static_cast<std::size_t>(body)].kind == WarmKind::pigeon) continue;
    if (pixels > most) most = pixels, who = body;
  }
  if (who != kNobody && (most < 3 || most < 0.2 * double{spot.area_px})) return {};
  return who;
}

DrawnBody what_is(const WarmBody& body) {
  const std::string_view name = class_of(body.kind);
  return name == "person" ? DrawnBody::person : name == "animal" ? DrawnBody::animal : DrawnBody::vehicle;
}

/// Pixels from a spot to the middle of the body, where it stands.
cv::Point2f middle_from(const HeatSpot& spot, const WarmBody& body, double time_s, const DronePose& pose,
                        const Hills& hills) {
  const cv::Point2d at = body.at(time_s);
  const cv::Point2d pixel = pose.project({at.x, at.y, hills.height_m(at) + body.up_m});
  return cv::Point2f(pixel) - spot.centre_px;
}

/// Noise of other sensors, and of lenses that are less sharp.
cv::Mat sensed(const cv::Mat& kelvin_100, Chance& chance) {
  cv::Mat picture = kelvin_100;
  if (uniform(chance, 0, 1) < 0.3) {
    cv::Mat noise(picture.size(), CV_16SC1), noisy;
    cv::theRNG().state = chance();
    cv::randn(noise, 0, uniform(chance, 2, 14));
    cv::add(picture, noise, noisy, cv::noArray(), CV_16U);
    picture = noisy;
  }
  if (uniform(chance, 0, 1) < 0.3) {
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, uniform(chance, 0.4, 1.2));
    picture = soft;
  }
  return picture;
}

/// In 8 bits, by one scale for all scenes.
cv::Mat by_one_scale(const cv::Mat& kelvin_100) {
  constexpr double kLow = 26315, kHigh = 31815;  // -10 to 45 degrees Celsius
  cv::Mat eight;
  kelvin_100.convertTo(eight, CV_8U, 255 / (kHigh - kLow), -kLow * 255 / (kHigh - kLow));
  return eight;
}

/// In 8 bits, from the coldest to nearly the hottest, or well below it.
cv::Mat stretched(const cv::Mat& kelvin_100, Chance& chance) {
  double low = 0, high = 0;
  cv::minMaxLoc(kelvin_100, &low, &high);
  const double wide = high - low;
  low += wide * uniform(chance, 0, 0.05), high -= wide * uniform(chance, 0, 0.35);
  cv::Mat eight;
  kelvin_100.convertTo(eight, CV_8U, 255 / (high - low), -low * 255 / (high - low));
  return eight;
}

/// As it is in 16 bits, or in 8 with little lost.
cv::Mat measured(const cv::Mat& kelvin_100, Chance& chance) {
  const double way = uniform(chance, 0, 1);
  const cv::Mat picture = sensed(kelvin_100, chance);
  if (way < 0.5) return picture;
  return way > 0.75 ? stretched(picture, chance) : by_one_scale(picture);
}

/// The automatic gain of one camera or another. Between the pictures of a flight lie seconds, in which it
/// takes up most of a change.
DisplayGain some_gain(Chance& chance) {
  const auto by_ratio = [&chance](double low, double high) {
    return std::exp(uniform(chance, std::log(low), std::log(high)));
  };
  DisplayGainOptions options;
  options.linear_share = uniform(chance, 0.1, 0.5);
  options.plateau = by_ratio(0.0003, 0.1);
  options.most_gain_per_k = by_ratio(12, 80);
  return DisplayGain(1, options);
}

/// As a camera's 8-bit video shows it, mostly by automatic gain, compressed or not.
cv::Mat gained(const cv::Mat& kelvin_100, DisplayGain& gain, Chance& chance) {
  const cv::Mat picture = sensed(kelvin_100, chance), shown = gain.show(picture);
  const double way = uniform(chance, 0, 1);
  const cv::Mat eight = way < 0.7 ? shown : way < 0.9 ? stretched(picture, chance) : by_one_scale(picture);
  if (uniform(chance, 0, 1) < 0.5) return eight;
  std::vector<uchar> packed;
  const int quality = std::uniform_int_distribution<int>(60, 95)(chance);
  cv::imencode(".jpg", eight, packed, {cv::IMWRITE_JPEG_QUALITY, quality});
  return cv::imdecode(packed, cv::IMREAD_GRAYSCALE);
}

HeatDetectorOptions detecting(ShownHeat shown) {
  HeatDetectorOptions options;
  if (shown == ShownHeat::measured) options.eight_bit_noise = 1;
  return options;
}

}  // namespace

bool draw_bodies(std::uint64_t seed, int pictures, ShownHeat shown,
                 const std::function<bool(const DrawnSpot&, const SpotPatch&)>& take) {
  const DroneScene scene(flight_of(seed));
  Chance chance(seed * 104729 + 17);
  HeatDetector detector(detecting(shown));
  std::optional<DisplayGain> gain;
  if (shown == ShownHeat::gained) gain = some_gain(chance);
  for (int i = 0; i < pictures; ++i) {
    const int frame = static_cast<int>((i + uniform(chance, 0, 1)) / pictures * scene.frames());
    if (scene.frozen(frame)) continue;
    const DroneScene::Picture drawn = scene.render(frame);
    const cv::Mat picture =
        gain ? gained(drawn.kelvin_100, *gain, chance) : measured(drawn.kelvin_100, chance);
    const double time_s = scene.time_s(frame);
    const DronePose pose = scene.flight().pose_at(time_s);
    for (const HeatSpot& spot : detector.detect(picture)) {
      const auto who = owner_of(spot, drawn.owner, scene.bodies());
      auto scale = scale_at(pose, scene.hills(), spot.centre_px);
      if (!who || !scale) continue;
      scale->metres_per_px *= std::exp(0.1 * std::normal_distribution<double>()(chance));
      DrawnSpot drawn_spot;
      if (*who != kNobody) {
        const WarmBody& body = scene.bodies()[static_cast<std::size_t>(*who)];
        drawn_spot = {what_is(body), middle_from(spot, body, time_s, pose, scene.hills()) *
                                         static_cast<float>(scale->metres_per_px)};
      }
      if (!take(drawn_spot, patch_of(picture, spot, *scale))) return false;
    }
  }
  return true;
}

}  // namespace nightjar
