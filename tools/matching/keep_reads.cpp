// Reads drawn passes of the second drawing with the real reader and keeps all that it said, a line a pass:
// what the matching of hotlists is fitted to, and with another seed judged by.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <opencv2/core/utility.hpp>

#include "tools/judge/judged_reads.hpp"
#include "tools/matching/kept_reads.hpp"

int main(int argc, char** argv) {
  CLI::App app("Keep what the plate reader says of drawn passes, a line each");
  std::uint64_t seed = 1;
  std::size_t passes = 100;
  app.add_option("--seed", seed, "What is drawn");
  app.add_option("--passes", passes, "Vehicles in several frames, read together");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  nightjar::JudgedReads judge;
  constexpr std::size_t kAtOnce = 25;  // of a seed each, so that an early end keeps what is done
  for (std::size_t done = 0; done < passes; done += kAtOnce) {
    const std::uint64_t part = seed * 1000000 + done;
    for (const nightjar::SampledRead& read : judge.sampled_passes(part, std::min(kAtOnce, passes - done)))
      fmt::print("{}\n", nightjar::kept_line(read));
    std::fflush(stdout);
  }
  return 0;
}
