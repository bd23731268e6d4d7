#include "tools/simulate/drone/scenery.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/drone/buildings.hpp"

namespace nightjar {
namespace {

cv::Point3f point(double x, double y, double z) {
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)};
}

/// Sun in the south-west: what faces it, and the tops, are warmer.
double sunny_share(const cv::Point3d& outward) {
  return std::max(0.0, outward.dot({-0.5, -0.6, 0.62})) / std::max(1e-6, cv::norm(outward));
}

class Gardener {
 public:
  Gardener(std::uint64_t seed, const FarmHeat& heat, const Hills& hills)
      : random_(seed * 2971215073 + 29), heat_(heat), hills_(hills) {}

  cv::RNG& random() { return random_; }

  Growth spruce(cv::Point2d at) {
    Growth tree = started(at, random_.uniform(1.6, 2.6), random_.uniform(9.0, 14.0));
    const double celsius = crown_c();
    stem(tree, {0, 0, 0}, {lean(), lean(), tree.height_m * 0.95}, 0.13);
    const double bare_m = tree.height_m * random_.uniform(0.15, 0.5);
    const double first_angle = random_.uniform(0.0, CV_PI);
    for (double up = bare_m; up < tree.height_m; up += 0.9) {
      const double spread = tree.reach_m * std::pow(1 - (up - bare_m) / (tree.height_m - bare_m), 0.7);
      const int boughs = 6;
      for (int bough = 0; bough < boughs; ++bough) {
        const double angle = first_angle + up + bough * 2 * CV_PI / boughs + random_.uniform(-0.25, 0.25);
        for (double out = 0.25; out < spread; out += 0.28) {
          const double wide = 0.10 + 0.16 * (1 - out / (spread + 0.3));
          clump(tree, {out * std::cos(angle), out * std::sin(angle), up - 0.25 * out},
                wide * random_.uniform(0.7, 1.2), celsius);
        }
      }
    }
    return tree;
  }

  Growth oak(cv::Point2d at) {  // bare in winter: limbs, and twigs where they end
    Growth tree = started(at, random_.uniform(2.2, 4.2), random_.uniform(7.0, 11.0));
    const double celsius = crown_c();
    stem(tree, {0, 0, 0}, {lean(), lean(), tree.height_m * 0.4}, 0.2);
    const int limbs = 9;
    for (int limb = 0; limb < limbs; ++limb) {
      const double angle = (limb + random_.uniform(-0.3, 0.3)) * 2 * CV_PI / limbs;
      const double out = tree.reach_m * random_.uniform(0.5, 0.9);
      const cv::Point3d end(out * std::cos(angle), out * std::sin(angle),
                            tree.height_m * random_.uniform(0.6, 0.9));
      const cv::Point3d fork(0.3 * end.x, 0.3 * end.y, tree.height_m * 0.4);
      stem(tree, {0, 0, tree.height_m * 0.36}, fork, 0.11);
      stem(tree, fork, end, 0.06);
      const int twigs = cvRound(7 * tree.reach_m);
      for (int twig = 0; twig < twigs; ++twig) {
        const double share = random_.uniform(0.3, 1.25);
        const cv::Point3d tip =
            fork + (end - fork) * share +
            cv::Point3d(random_.gaussian(0.45), random_.gaussian(0.45), random_.gaussian(0.35));
        if (twig % 3 == 0) stem(tree, fork + (end - fork) * (0.7 * std::min(share, 1.0)), tip, 0.022);
        clump(tree, tip, random_.uniform(0.04, 0.12), celsius);
      }
    }
    return tree;
  }

  Growth bush(cv::Point2d at, double reach_m, double height_m, double close) {
    Growth growth = started(at, reach_m, height_m);
    const double celsius = crown_c() + 0.4;
    const int count = cvRound(close * reach_m * reach_m);
    for (int i = 0; i < count; ++i) {
      const double angle = random_.uniform(0.0, 2 * CV_PI);
      const double out = reach_m * std::sqrt(random_.uniform(0.0, 1.0));
      const double top = height_m * (1 - 0.5 * std::pow(out / reach_m, 2));
      clump(growth, {out * std::cos(angle), out * std::sin(angle), top * random_.uniform(0.35, 1.0)},
            random_.uniform(0.10, 0.26), celsius);
    }
    return growth;
  }

  Growth heap(cv::Point2d at, double reach_m, double height_m, double celsius) {  // manure: warm within
    Growth growth = started(at, reach_m, height_m);
    for (int i = 0; i < 150; ++i) {
      const double angle = random_.uniform(0.0, 2 * CV_PI);
      const double out = reach_m * std::sqrt(random_.uniform(0.0, 1.0));
      const double top = height_m * (1 - std::pow(out / reach_m, 2));
      const double cooled = std::pow(random_.uniform(0.0, 1.0), 2) * (celsius - heat_.air_c);
      growth.clumps.push_back({point(growth.foot_m.x + out * std::cos(angle),
                                     growth.foot_m.y + out * std::sin(angle), growth.foot_m.z + top),
                               static_cast<float>(random_.uniform(0.12, 0.3)),
                               static_cast<float>(celsius - cooled)});
    }
    return growth;
  }

 private:
  Growth started(cv::Point2d at, double reach_m, double height_m) {
    return {{at.x, at.y, hills_.height_m(at)}, reach_m, height_m, {}, {}, {}};
  }
  double crown_c() { return heat_.grass_c + heat_.tree_k + random_.uniform(-0.7, 0.7); }
  double lean() { return random_.uniform(-0.3, 0.3); }
  void stem(Growth& growth, const cv::Point3d& from, const cv::Point3d& to, double radius_m) {
    growth.stems.push_back({cv::Point3f(growth.foot_m + from), cv::Point3f(growth.foot_m + to),
                            static_cast<float>(radius_m),
                            static_cast<float>(heat_.grass_c + heat_.trunk_k + random_.gaussian(0.2))});
  }
  void clump(Growth& growth, const cv::Point3d& at, double radius_m, double celsius) {
    const double sun = heat_.sunny_k * 0.5 * sunny_share({at.x, at.y, at.z - growth.height_m / 2});
    growth.clumps.push_back({cv::Point3f(growth.foot_m + at), static_cast<float>(radius_m),
                             static_cast<float>(celsius + sun + random_.gaussian(0.3))});
  }

  cv::RNG random_;
  const FarmHeat& heat_;
  const Hills& hills_;
};

bool within(const std::vector<cv::Point3d>& discs, cv::Point2d at, double margin_m) {
  return std::any_of(discs.begin(), discs.end(), [&](const cv::Point3d& disc) {
    return cv::norm(cv::Point2d(disc.x, disc.y) - at) < disc.z + margin_m;
  });
}

void plant_tree(Scenery& scenery, Growth tree) {
  scenery.crowns.emplace_back(tree.foot_m.x, tree.foot_m.y, tree.reach_m);
  scenery.growths.push_back(std::move(tree));
}

void plant_trees(Scenery& scenery, Gardener& gardener) {
  cv::RNG& random = gardener.random();
  scenery.wood_m = {random.uniform(-5.0, 15.0), random.uniform(40.0, 52.0)};
  const bool spruces = random.uniform(0, 2) == 0;
  for (int i = 0; i < 64; ++i) {
    const cv::Point2d at = scenery.wood_m + cv::Point2d(random.gaussian(18), random.gaussian(11));
    if (within(scenery.crowns, at, -0.8) || scenery.built_over(at)) continue;
    plant_tree(scenery, spruces == (i % 5 != 0) ? gardener.spruce(at) : gardener.oak(at));
  }
  for (int i = 0; i < 26; ++i) {
    const cv::Point2d at(random.uniform(-130.0, 150.0), random.uniform(-140.0, 140.0));
    if (within(scenery.crowns, at, 3) || scenery.built_over(at)) continue;
    plant_tree(scenery, i % 3 == 0 ? gardener.spruce(at) : gardener.oak(at));
  }
  for (int i = 0; i < 22; ++i)
    scenery.growths.push_back(gardener.bush({random.uniform(-130.0, 150.0), random.uniform(-140.0, 140.0)},
                                            random.uniform(0.5, 1.3), random.uniform(0.7, 1.6), 22));
}

void plant_hedges(Scenery& scenery, Gardener& gardener) {
  cv::RNG& random = gardener.random();
  for (const auto& [from, to] : hedge_lines()) {
    const cv::Point2d way = (to - from) / cv::norm(to - from);
    for (double along = 0; along < cv::norm(to - from); along += 1.1) {
      if (random.uniform(0.0, 1.0) < 0.04) along += random.uniform(1.5, 4.0);  // a gate or a gap
      const cv::Point2d at = from + way * along + cv::Point2d(random.gaussian(0.12), random.gaussian(0.12));
      if (scenery.built_over(at)) continue;
      scenery.growths.push_back(gardener.bush(at, random.uniform(0.7, 0.95), random.uniform(1.2, 1.8), 24));
      if (random.uniform(0.0, 1.0) < 0.05) plant_tree(scenery, gardener.oak(at));
    }
  }
}

}  // namespace

const std::vector<std::pair<cv::Point2d, cv::Point2d>>& hedge_lines() {
  static const std::vector<std::pair<cv::Point2d, cv::Point2d>> lines = {
      {{-30, -150}, {-30, 150}}, {{-150, -10}, {-31, -10}}, {{-29, 30}, {150, 30}}};
  return lines;
}

bool Scenery::under_trees(cv::Point2d at, double margin_m) const {
  return within(crowns, at, margin_m);
}

bool Scenery::built_over(cv::Point2d at) const {
  return within(buildings, at, 1);
}

Scenery grow_scenery(std::uint64_t seed, const FarmHeat& heat, const Hills& hills) {
  Gardener gardener(seed, heat, hills);
  Scenery scenery;
  scenery.yard_m = {gardener.random().uniform(25.0, 45.0), gardener.random().uniform(-2.0, 8.0)};
  raise_buildings(scenery, gardener.random(), heat, hills);
  plant_trees(scenery, gardener);
  plant_hedges(scenery, gardener);
  for (const cv::Point2d at : {scenery.yard_m + cv::Point2d(-3, -13), cv::Point2d(-58, 24)}) {
    scenery.growths.push_back(gardener.heap(at, 1.8, 1.1, heat.air_c + gardener.random().uniform(7.0, 13.0)));
    scenery.buildings.emplace_back(at.x, at.y, 2);
  }
  return scenery;
}

}  // namespace nightjar
