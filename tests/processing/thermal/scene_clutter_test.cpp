#include "processing/thermal/scene_clutter.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace nightjar {
namespace {

TEST(SceneClutter, takes_what_stands_out_well_for_a_body_where_nothing_else_stands) {
  SceneClutter scene;
  scene.learn({});
  EXPECT_GT(scene.log_odds_of_body(20), 3);
  EXPECT_LT(scene.log_odds_of_body(8), 0);
}

TEST(SceneClutter, learns_how_far_a_warm_hedge_stands_out_and_keeps_bodies_apart_from_it) {
  SceneClutter scene;
  std::vector<double> contrasts = {60, 45, 72, 38};
  for (int i = 0; i < 40; ++i) contrasts.push_back(8 + 0.25 * i);  // leaves and stones, 8 to 18
  scene.learn(contrasts);
  EXPECT_GT(scene.excess(), 5);
  EXPECT_LT(scene.log_odds_of_body(14), 0);
  EXPECT_GT(scene.log_odds_of_body(38), 1.5);
}

TEST(SceneClutter, is_not_fooled_by_many_bodies) {
  SceneClutter scene;
  std::vector<double> herd;
  for (int i = 0; i < 60; ++i) herd.push_back(30 + i);
  scene.learn(herd);
  EXPECT_LT(scene.excess(), 3);
  EXPECT_GT(scene.log_odds_of_body(30), 3);
}

TEST(SceneClutter, forgets_the_hedge_when_it_is_out_of_sight) {
  SceneClutter scene;
  scene.learn(std::vector<double>(30, 15));
  const double over_hedge = scene.log_odds_of_body(14);
  scene.learn({});
  EXPECT_GT(scene.log_odds_of_body(14), over_hedge + 2);
}

TEST(SceneClutter, grows_surer_with_contrast) {
  SceneClutter scene;
  scene.learn({8, 9, 12, 15, 40});
  for (double contrast = 8; contrast < 100; contrast += 1)
    EXPECT_LT(scene.log_odds_of_body(contrast), scene.log_odds_of_body(contrast + 1)) << contrast;
}

}  // namespace
}  // namespace nightjar
