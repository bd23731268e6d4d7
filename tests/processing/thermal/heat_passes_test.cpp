#include "tests/processing/thermal/heat_passes.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

class HeatPasses : public testing::Test {
 protected:
  static void SetUpTestSuite() { passes_ = read_heat_passes(NIGHTJAR_SHARED_DATA "/thermal"); }
  static void TearDownTestSuite() { passes_.clear(); }
  void SetUp() override {
    if (passes_.empty()) GTEST_SKIP() << "the recorded passes are not beside the checkout";
  }
  static HeatPassScore score(const PoseSpoiling& spoiling, const PoseError& stated, double radius_m,
                             std::uint32_t seed) {
    HeatPassScore all;
    for (const HeatPass& pass : passes_) {
      const auto one = score_heat_pass(pass, spoilt(pass.poses, spoiling, seed), stated, radius_m);
      all.truth += one.truth, all.found += one.found, all.false_tracks += one.false_tracks;
      all.errors_m.insert(all.errors_m.end(), one.errors_m.begin(), one.errors_m.end());
    }
    return all;
  }
  static inline std::vector<HeatPass> passes_;
};

TEST_F(HeatPasses, find_every_person_within_half_a_metre) {
  const auto all = score({}, {0.3, 0.3}, 1.5, 0);
  EXPECT_EQ(all.found, all.truth);
  EXPECT_LE(all.false_tracks, 1);
  EXPECT_LE(median_of(all.errors_m), 0.5);
}

TEST_F(HeatPasses, find_them_through_a_metre_and_a_degree_of_noise_on_every_pose) {
  const auto all = score({1, 1, 0, 0}, {1, 1}, 2.5, 3);
  EXPECT_GE(all.found, all.truth - 1);
  EXPECT_LE(all.false_tracks, 4);
}

TEST_F(HeatPasses, keep_them_in_the_ellipse_through_a_constant_bias) {
  const auto all = score({0, 0, 2, 2}, {2, 2}, 0, 0);
  EXPECT_GE(all.found, all.truth - 1);
}

}  // namespace
}  // namespace nightjar
