#include "tools/bench/chain_bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <stop_token>

#include "ingest/make_frame_source.hpp"
#include "tools/nightjar/stage_clock.hpp"

namespace nightjar {
namespace {

double process_cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Once through the recording. Seconds are those of all frames but the first.
struct Round {
  std::uint64_t frames = 0;  // without the first
  double pixels = 0;
  cv::Size picture;
  bool all_alike = true;
  double cpu_s = 0;    // of the process
  double chain_s = 0;  // of this thread, in the pipeline
  std::map<std::string, StageCost> stages;
  std::map<std::string, std::uint64_t> outcomes;

  [[nodiscard]] double ms_a_frame(double seconds) const {
    return 1e3 * seconds / static_cast<double>(frames);
  }
};

std::map<std::string, StageCost> since(std::map<std::string, StageCost> now,
                                       const std::map<std::string, StageCost>& before) {
  for (const auto& [stage, cost] : before) {
    now[stage].cpu_s -= cost.cpu_s;
    now[stage].calls -= cost.calls;
  }
  return now;
}

/// Pulls the frames of one round, and puts them through a pipeline if there is one.
class RoundPlayer {
 public:
  RoundPlayer(const ChainBenchOptions& options, std::unique_ptr<Pipeline> pipeline)
      : options_(options), source_(make_frame_source(options.source)), pipeline_(std::move(pipeline)) {}

  Round play() {
    take_first();
    PipelineTally first;
    if (pipeline_) first = pipeline_->tally();
    const double began_s = process_cpu_s();
    while (const auto frame = next()) take(*frame);
    round_.cpu_s = process_cpu_s() - began_s;
    if (round_.frames == 0)
      throw BenchRefused(fmt::format("{}: one frame, expected two or more", options_.source.path.string()));
    if (pipeline_) {
      round_.stages = since(pipeline_->tally().stages, first.stages);
      static_cast<void>(pipeline_->finish());
      round_.outcomes = pipeline_->tally().outcomes;
    }
    return round_;
  }

 private:
  /// The first frame sets up networks, scales and decoder, which a feed does once.
  void take_first() {
    const auto frame = next();
    if (!frame) throw BenchRefused(fmt::format("{}: no frames in it", options_.source.path.string()));
    if (options_.admit) options_.admit(*frame);
    round_.picture = frame->luma.size();
    until_ = frame->captured_at + options_.longest;
    if (pipeline_) static_cast<void>(pipeline_->process(*frame));
  }

  void take(const Frame& frame) {
    ++round_.frames;
    round_.pixels += static_cast<double>(frame.luma.total());
    round_.all_alike = round_.all_alike && frame.luma.size() == round_.picture;
    if (!pipeline_) return;
    const double began_s = thread_cpu_s();
    static_cast<void>(pipeline_->process(frame));
    round_.chain_s += thread_cpu_s() - began_s;
  }

  std::optional<Frame> next() {
    try {
      auto frame = source_->next(std::stop_token());
      if (frame && until_ && frame->captured_at > *until_) return std::nullopt;
      return frame;
    } catch (const FeedError& error) {
      if (error.cause() == FeedError::Cause::ended) return std::nullopt;
      if (round_.frames == 0) throw;
      throw std::runtime_error(error.what());
    }
  }

  const ChainBenchOptions& options_;
  std::unique_ptr<FrameSource> source_;
  std::unique_ptr<Pipeline> pipeline_;
  std::optional<CaptureTime> until_;
  Round round_;
};

RoundsFigure figure_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {median, values.front(), values.back()};
}

/// `seconds_of` a round of the chain, beside its round of decoding.
template <typename SecondsOf>
PartCost cost_of(const std::vector<Round>& decoding, const std::vector<Round>& chain, SecondsOf seconds_of) {
  std::vector<double> ms;
  std::vector<double> ratios;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    ms.push_back(chain[i].ms_a_frame(seconds_of(chain[i])));
    ratios.push_back(ms.back() / decoding[i].ms_a_frame(decoding[i].cpu_s));
  }
  return {figure_of(std::move(ms)), figure_of(std::move(ratios))};
}

double in_stage(const Round& round, const std::string& stage) {
  const auto cost = round.stages.find(stage);
  return cost == round.stages.end() ? 0 : cost->second.cpu_s;
}

double in_no_stage(const Round& round) {
  double rest_s = round.chain_s;
  for (const auto& [stage, cost] : round.stages) rest_s -= cost.cpu_s;
  return rest_s;
}

std::vector<StagePartCost> stages_of(const std::vector<Round>& decoding, const std::vector<Round>& chain) {
  std::vector<StagePartCost> stages;
  for (const auto& [stage, last] : chain.back().stages) {
    const auto seconds_of = [&name = stage](const Round& round) { return in_stage(round, name); };
    const double frames = static_cast<double>(chain.back().frames);
    stages.push_back({stage, cost_of(decoding, chain, seconds_of), static_cast<double>(last.calls) / frames});
  }
  std::stable_sort(stages.begin(), stages.end(), [](const StagePartCost& a, const StagePartCost& b) {
    return a.cost.ms_a_frame.median > b.cost.ms_a_frame.median;
  });
  return stages;
}

}  // namespace

ChainCost bench_chain(const ChainBenchOptions& options) {
  std::vector<Round> decoding;
  std::vector<Round> chain;
  for (int number = 1; number <= options.rounds; ++number) {
    if (options.begun) options.begun(number);
    const auto decode = [&] { decoding.push_back(RoundPlayer(options, nullptr).play()); };
    const auto process = [&] { chain.push_back(RoundPlayer(options, options.build_pipeline()).play()); };
    // By turns the one and the other first: a machine that grows slower favours neither.
    if (number % 2 == 1) decode();
    process();
    if (number % 2 == 0) decode();
  }
  const Round& last = chain.back();
  ChainCost cost;
  cost.frames = last.frames;
  cost.megapixels = 1e-6 * last.pixels / static_cast<double>(last.frames);
  cost.picture = last.picture;
  cost.all_alike = last.all_alike;
  cost.rounds = options.rounds;
  cost.decoding = cost_of(decoding, decoding, [](const Round& round) { return round.cpu_s; });
  cost.stages = stages_of(decoding, chain);
  cost.rest = cost_of(decoding, chain, in_no_stage);
  cost.chain = cost_of(decoding, chain, [](const Round& round) { return round.chain_s; });
  cost.whole = cost_of(decoding, chain, [](const Round& round) { return round.cpu_s; });
  cost.outcomes = last.outcomes;
  return cost;
}

}  // namespace nightjar
