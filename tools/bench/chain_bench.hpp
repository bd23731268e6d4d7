#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <opencv2/core/types.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "ingest/frame.hpp"
#include "ingest/frame_source_options.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

/// A recording that cannot be measured on; `what()` is one line that names it.
class BenchRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ChainBenchOptions {
  FrameSourceOptions source;
  std::function<std::unique_ptr<Pipeline>()> build_pipeline;  ///< called for every round
  int rounds = 5;                             ///< of decoding alone and of the chain, by turns
  std::chrono::milliseconds longest{10'000};  ///< of the recording, from its first frame
  /// Sees the first frame of every round; may throw BenchRefused.
  std::function<void(const Frame&)> admit;
  std::function<void(int round)> begun;  ///< counts from 1
};

/// A figure over the rounds.
struct RoundsFigure {
  double median = 0;
  double least = 0;
  double most = 0;
};

/// What a part of the work costs: processor time, and how many times that of decoding alone in the same
/// round.
struct PartCost {
  RoundsFigure ms_a_frame;
  RoundsFigure ratio;
};

struct StagePartCost {
  std::string stage;
  PartCost cost;
  double calls_a_frame = 0;
};

struct ChainCost {
  std::uint64_t frames = 0;  ///< measured in each round: all but the first, which opens what is opened once
  double megapixels = 0;     ///< mean of the frames
  cv::Size picture;          ///< of the first frame
  bool all_alike = true;     ///< every frame has that size
  int rounds = 0;
  PartCost decoding;                              ///< alone, from the file to the frames that stages get
  std::vector<StagePartCost> stages;              ///< dearest first
  PartCost rest;                                  ///< of the chain, in no stage
  PartCost chain;                                 ///< all stages and the rest, measured beside decoding
  PartCost whole;                                 ///< decoding and chain together
  std::map<std::string, std::uint64_t> outcomes;  ///< of the last round
};

/// Takes a recording through decoding alone and through decoding and chain, by turns, and compares.
/// Decoding and `whole` are the processor time of the process, chain and stages that of this thread: nothing
/// else may be at work in the process. Throws FeedError where nothing comes of the recording, BenchRefused
/// where it has less than two frames, std::runtime_error where it breaks on the way.
[[nodiscard]] ChainCost bench_chain(const ChainBenchOptions& options);

}  // namespace nightjar
