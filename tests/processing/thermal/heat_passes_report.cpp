// Prints how the shipped detector and ground tracker do on recorded passes, clean and with spoilt poses:
//   heat_passes_report [FOLDER]
// FOLDER holds a folder a pass with numbered pictures, telemetry.jsonl and TRUTH.jsonl.

#include <cstdio>

#include "tests/processing/thermal/heat_passes.hpp"

namespace {

using namespace nightjar;

struct Row {
  const char* name;
  PoseSpoiling spoiling;
  PoseError stated;
  double radius_m;
  std::uint32_t seeds;
};

constexpr Row kRows[] = {
    {"clean, within 1.5 m", {}, {0.3, 0.3}, 1.5, 1},
    {"clean, in the ellipse", {}, {0.3, 0.3}, 0, 1},
    {"noise of 1 m and 1 deg, within 2.5 m", {1, 1, 0, 0}, {1, 1}, 2.5, 10},
    {"noise of 1 m and 1 deg, in the ellipse", {1, 1, 0, 0}, {1, 1}, 0, 10},
    {"bias of 2 m and 2 deg, in the ellipse", {0, 0, 2, 2}, {2, 2}, 0, 64},
    {"bias of 1 m and 1 deg, in the ellipse", {0, 0, 1, 1}, {1, 1}, 0, 64},
};

}  // namespace

int main(int argc, char** argv) {
  const auto passes = read_heat_passes(argc > 1 ? argv[1] : NIGHTJAR_SHARED_DATA "/thermal");
  if (passes.empty()) {
    std::fprintf(stderr, "no passes found\n");
    return 2;
  }
  std::printf("| poses | pass | people | found | false a pass | median error m |\n");
  for (const Row& row : kRows) {
    HeatPassScore all;
    for (const HeatPass& pass : passes) {
      HeatPassScore sum;
      for (std::uint32_t seed = 0; seed < row.seeds; ++seed) {
        const auto score =
            score_heat_pass(pass, spoilt(pass.poses, row.spoiling, seed), row.stated, row.radius_m);
        sum.truth += score.truth, sum.found += score.found, sum.false_tracks += score.false_tracks;
        sum.errors_m.insert(sum.errors_m.end(), score.errors_m.begin(), score.errors_m.end());
      }
      std::printf("| %s | %s | %d | %d | %.2f | %.2f |\n", row.name, pass.name.c_str(), sum.truth, sum.found,
                  static_cast<double>(sum.false_tracks) / row.seeds, median_of(sum.errors_m));
      all.truth += sum.truth, all.found += sum.found, all.false_tracks += sum.false_tracks;
      all.errors_m.insert(all.errors_m.end(), sum.errors_m.begin(), sum.errors_m.end());
    }
    const double runs = static_cast<double>(row.seeds) * static_cast<double>(passes.size());
    std::printf("| **%s** | all | %d | %d | %.2f | %.2f |\n", row.name, all.truth, all.found,
                all.false_tracks / runs, median_of(all.errors_m));
  }
  return 0;
}
