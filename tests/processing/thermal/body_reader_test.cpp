#include "processing/thermal/body_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "processing/thermal/heat_detector.hpp"
#include "tests/processing/thermal/heat_passes.hpp"
#include "tests/processing/thermal/made_heat.hpp"
#include "tools/train/drawn_bodies.hpp"

namespace nightjar {
namespace {

constexpr GroundScale kScale{0.06, 1};

BodyLook look_of_strongest(const cv::Mat& picture) {
  const auto spots = HeatDetector().detect(picture);
  EXPECT_FALSE(spots.empty());
  return spots.empty() ? BodyLook{} : BodyReader().read(patch_of(picture, spots.front(), kScale)).look;
}

cv::Mat field() {
  cv::Mat picture = made_noise({640, 512}, CV_16UC1, 27900, 6, 2);
  cv::GaussianBlur(picture, picture, {}, 0.7);
  return picture;
}

class BodyReaderLearnt : public testing::TestWithParam<ShownHeat> {};

INSTANTIATE_TEST_SUITE_P(, BodyReaderLearnt, testing::Values(ShownHeat::measured, ShownHeat::gained),
                         [](const auto& shown) {
                           return shown.param == ShownHeat::measured ? "measured" : "gained";
                         });

TEST_P(BodyReaderLearnt, to_tell_bodies_from_warm_things_on_flights_that_it_has_not_seen) {
  struct Told {
    int all = 0, bodies = 0, clearly = 0;
  };
  std::map<DrawnBody, Told> told;
  BodyReader reader;
  for (const std::uint64_t seed : {41U, 42U, 43U, 44U})
    draw_bodies(seed, 6, GetParam(), [&](const DrawnSpot& spot, const SpotPatch& patch) {
      if (patch.squeezed != (GetParam() == ShownHeat::gained)) return true;
      const double body = reader.read(patch).look.body();
      Told& of = told[spot.what];
      ++of.all;
      of.bodies += body > 0 ? 1 : 0;
      of.clearly += body > 2 ? 1 : 0;
      return true;
    });
  for (const DrawnBody body : {DrawnBody::person, DrawnBody::animal, DrawnBody::vehicle}) {
    EXPECT_GE(told[body].all, 20);
    EXPECT_GE(told[body].bodies, 0.8 * told[body].all) << "class " << static_cast<int>(body);
  }
  EXPECT_GE(told[DrawnBody::thing].all, 100);
  EXPECT_LE(told[DrawnBody::thing].bodies, 0.1 * told[DrawnBody::thing].all);
  EXPECT_LE(told[DrawnBody::thing].clearly, 0.03 * told[DrawnBody::thing].all);
}

SpotPatch mirrored(const SpotPatch& patch) {
  SpotPatch mirrored{cv::Mat(patch.pixels.dims, patch.pixels.size.p, CV_32F), patch.about, patch.squeezed};
  constexpr int kRows = SpotPatch::layers * SpotPatch::kSide;
  const cv::Mat of(kRows, SpotPatch::kSide, CV_32F, const_cast<float*>(patch.pixels.ptr<float>()));
  cv::Mat to(kRows, SpotPatch::kSide, CV_32F, mirrored.pixels.ptr<float>());
  cv::flip(of, to, 1);
  return mirrored;
}

TEST(BodyReader, reads_a_doubtful_spot_and_its_mirror_image_alike) {
  constexpr double kClear = 2.4;  // one look is enough beyond it
  BodyReader reader;
  int read = 0, doubtful = 0;
  std::optional<SpotPatch> before;
  draw_bodies(47, 2, ShownHeat::measured, [&](const DrawnSpot&, const SpotPatch& patch) {
    if (before) {
      const SpotPatch both{0.5 * patch.pixels + 0.5 * before->pixels, patch.about, patch.squeezed};
      const BodyReading one = reader.read(both), other = reader.read(mirrored(both));
      if (std::max(std::abs(one.look.body()), std::abs(other.look.body())) < kClear) {
        ++doubtful;
        EXPECT_NEAR(one.look.body(), other.look.body(), 1e-3);
        EXPECT_NEAR(one.look.person, other.look.person, 1e-3);
        EXPECT_NEAR(one.middle_m.x, -other.middle_m.x, 1e-3);
        EXPECT_NEAR(one.middle_m.y, other.middle_m.y, 1e-3);
      }
    }
    before = SpotPatch{patch.pixels.clone(), patch.about, patch.squeezed};
    return ++read < 60;
  });
  EXPECT_GE(doubtful, 5);
}

TEST(BodyReader, tells_where_the_middle_of_a_vehicle_is_of_which_a_part_is_seen) {
  BodyReader reader;
  std::vector<double> seen_m, told_m;
  for (const std::uint64_t seed : {41U, 42U, 43U, 44U, 45U, 46U, 47U, 48U})
    draw_bodies(seed, 6, ShownHeat::measured, [&](const DrawnSpot& spot, const SpotPatch& patch) {
      if (spot.what != DrawnBody::vehicle || cv::norm(spot.middle_m) < 1) return true;
      seen_m.push_back(cv::norm(spot.middle_m));
      told_m.push_back(cv::norm(spot.middle_m - cv::Point2f(reader.read(patch).middle_m)));
      return true;
    });
  ASSERT_GE(seen_m.size(), 30U);
  const auto median = [](std::vector<double>& of) {
    std::sort(of.begin(), of.end());
    return of[of.size() / 2];
  };
  EXPECT_LT(median(told_m), 0.6 * median(seen_m));
}

/// Nothing of the kind was learnt from: real people under winter trees.
TEST(BodyReader, takes_real_people_under_trees_for_bodies) {
  const auto passes = read_heat_passes(NIGHTJAR_SHARED_DATA "/thermal");
  if (passes.empty()) GTEST_SKIP() << "the recorded passes are not here";
  BodyReader reader;
  int strong = 0, bodies = 0;
  for (const HeatPass& pass : passes)
    for (std::size_t i = 0; i < pass.spots.size(); i += 3)
      for (const HeatSpot& spot : pass.spots[i]) {
        if (spot.contrast < 40) continue;  // over this forest that much is a person
        ++strong;
        bodies += reader.read(patch_of(pass.levels[i], spot, {0.062, 1})).look.body() > 0 ? 1 : 0;
      }
  EXPECT_GE(strong, 50);
  EXPECT_GE(bodies, 0.85 * strong);
}

TEST(BodyReader, says_the_same_of_the_same) {
  cv::Mat person = field();
  add_body(person, {320, 250}, {8, 26}, 500);
  const BodyLook one = look_of_strongest(person), other = look_of_strongest(person);
  EXPECT_EQ(one.person, other.person);
  EXPECT_EQ(one.vehicle, other.vehicle);
}

TEST(BodyLook, weighs_all_three_classes_against_a_thing) {
  EXPECT_NEAR((BodyLook{0, 0, 0}.body()), 0, 1e-12);
  EXPECT_NEAR((BodyLook{9, -9, -9}.body()), 9 - std::log(3.0), 1e-6);
  EXPECT_NEAR((BodyLook{-800, -900, -900}.body()), -800 - std::log(3.0), 1e-6) << "no overflow";
}

}  // namespace
}  // namespace nightjar
