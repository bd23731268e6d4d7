#include "tools/nightjar/replay_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <future>
#include <memory>
#include <opencv2/core/utility.hpp>
#include <thread>

#include "tools/nightjar/assemble.hpp"
#include "tools/nightjar/feed_set.hpp"
#include "tools/nightjar/load_hotlists.hpp"
#include "tools/nightjar/stop_signals.hpp"
#include "tools/replay/replay_site.hpp"
#include "tools/replay/site_replay.hpp"
#include "tools/replay/story_book.hpp"
#include "tools/replay/story_painter.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

struct ReplayRequest {
  std::string site;
  std::vector<std::string> feeds;  ///< NAME=PATH
  std::string speed = "max";
  std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::string out;
  bool pictures = false;
  std::string explain;
  std::string draw;
};

/// Failed work: the line to print.
struct ReplayFailure {
  std::string line;
  int exit_code = 1;
};

int refused(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) fmt::print(stderr, "{}\n", line);
  return 2;
}

std::optional<double> speed_of(const std::string& written) {
  if (written == "max") return 0;
  double speed = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), speed);
  if (error != std::errc() || end != written.data() + written.size()) return std::nullopt;
  return std::isfinite(speed) && speed > 0 ? std::optional(speed) : std::nullopt;
}

/// The records appear under their name when they are complete, never half. A pipe or a device that stands
/// there is written to, not replaced.
class RecordsFile {
 public:
  explicit RecordsFile(fs::path file) : file_(std::move(file)), written_(file_.string() + ".partial") {
    std::error_code error;
    if (fs::is_directory(file_, error))
      throw ReplayFailure{file_.string() + ": is a folder, expected a file", 2};
    if (fs::exists(file_, error) && !fs::is_regular_file(file_, error)) written_ = file_;
    stream_.open(written_);
    if (!stream_) throw ReplayFailure{file_.string() + ": cannot be written", 2};
  }
  ~RecordsFile() {
    std::error_code ignored;
    if (written_ != file_) fs::remove(written_, ignored);
  }
  RecordsFile(const RecordsFile&) = delete;
  RecordsFile& operator=(const RecordsFile&) = delete;

  void write(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) stream_ << line << '\n';
    stream_.close();
    std::error_code error;
    if (stream_ && written_ != file_) fs::rename(written_, file_, error);
    if (!stream_ || error) throw ReplayFailure{file_.string() + ": cannot be written"};
  }

 private:
  fs::path file_;
  fs::path written_;  // beside file_ until the end
  std::ofstream stream_;
};

fs::path pictures_folder(const fs::path& out) {
  fs::path folder = out;
  folder.replace_extension(".pictures");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw ReplayFailure{folder.string() + ": " + error.message(), 2};
  return folder;
}

/// Layers of where the flights looked, in a folder beside the records.
void keep_coverage(const fs::path& out, const std::vector<ReplayedFeed>& feeds) {
  fs::path folder = out;
  folder.replace_extension(".sorties");
  for (const ReplayedFeed& feed : feeds) {
    if (!feed.coverage) continue;
    for (const std::string& sortie : feed.coverage->sorties()) {
      std::error_code error;
      fs::create_directories(folder, error);
      const fs::path file = folder / (sortie + ".geojson");
      std::ofstream stream(file, std::ios::binary);
      stream << feed.coverage->geojson(sortie, feed.feed->name).value_or("");
      stream.close();
      if (!stream) throw ReplayFailure{file.string() + ": cannot be written"};
      fmt::print(stderr, "feed {}: where sortie {} looked: {}\n", feed.feed->name, sortie, file.string());
    }
  }
}

std::string time_left(double done, std::chrono::steady_clock::time_point began) {
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
  if (done < 0.01 || elapsed.count() < 2) return "";
  const auto left_s = static_cast<long>(std::lround(elapsed.count() * (1 - done) / done));
  return left_s < 90 ? fmt::format(", {} s left", left_s) : fmt::format(", {} min left", (left_s + 30) / 60);
}

/// Whether it went to the end; else a stop was asked for.
bool play(SiteReplay& replay, StopSignals& signals) {
  std::stop_source stop;
  const auto began = std::chrono::steady_clock::now();
  const std::future<void> done = std::async(std::launch::async, [&] { replay.play(stop.get_token()); });
  const bool terminal = isatty(STDERR_FILENO) == 1;
  while (done.wait_for(std::chrono::milliseconds(0)) != std::future_status::ready) {
    if (terminal)
      fmt::print(stderr, "\rReplaying {:3.0f} %{:20}", 100 * replay.progress(),
                 time_left(replay.progress(), began));
    if (signals.wait_for(std::chrono::milliseconds(100))) {
      stop.request_stop();
      done.wait();
    }
  }
  if (terminal) fmt::print(stderr, "\r{:40}\r", "");
  return !stop.stop_requested();
}

void say_what_came(const ReplayRequest& request, const std::vector<ReplayedFeed>& feeds,
                   const ReplayInputs& inputs, std::size_t lines) {
  for (const ReplayedFeed& feed : feeds) {
    FeedTally tally;
    tally.frames = feed.replay.frames;
    tally.processed = feed.replay.processed;
    tally.pipeline = feed.replay.tally;
    fmt::print(stderr, "{}\n", summary_of(feed.feed->name, tally));
  }
  for (const ReplayInput& input : inputs.inputs)
    if (input.drawn)
      fmt::print(stderr, "feed {}: drawn footage: figures on it are regression, no evidence\n", input.feed);
  fmt::print(stderr, "{}: {} records; the same bytes from build {} on processors with {}\n", request.out,
             lines, inputs.build, inputs.cpu);
}

/// Told on the way, for --explain and --draw.
struct Stories {
  std::optional<StoryBook> book;
  std::optional<StoryPainter> painter;

  Stories(const ReplayRequest& request, std::size_t feeds) {
    std::optional<StoryWish> wish;
    if (!request.explain.empty()) wish = story_wish(request.explain);
    if (wish) book.emplace(*wish);
    if (request.draw.empty()) return;
    if (StoryPainter::is_video(request.draw) && feeds > 1)
      throw ReplayFailure{"replay: --draw " + request.draw + ": a video takes one feed, expected a folder",
                          2};
    painter.emplace(request.draw, wish);
  }

  void take(const FeedSite& feed, const Frame* frame, std::size_t opening, const PipelineYield& yield) {
    if (painter && frame != nullptr) painter->take(*frame, opening, yield.story);
    if (book) book->take(feed, frame, opening, yield);
  }

  /// 1 where what was asked for is not there.
  int tell(const ReplayRequest& request) {
    if (painter) {
      painter->finish();
      fmt::print(stderr, "{}: {} pictures\n", request.draw, painter->written());
    }
    if (!book) return 0;
    const std::vector<std::string> stories = book->stories();
    for (const std::string& story : stories) fmt::print("{}\n", story);
    if (!stories.empty()) return 0;
    fmt::print(stderr, "replay: --explain {}: no vehicle or contact of that name; the likest:\n",
               request.explain);
    for (const std::string& line : book->likest()) fmt::print(stderr, "  {}\n", line);
    return 1;
  }
};

int replay_site(const ReplayRequest& request, double speed) {
  StopSignals signals;
  const ReplaySite load = load_replay_site(request.site, request.feeds);
  if (!load.site) return refused(load.errors);
  for (const std::string& line : load.left_out) fmt::print(stderr, "{}\n", line);
  const HotlistsLoad hotlists = load_hotlists(load.site->hotlists);
  if (!hotlists.errors.empty()) return refused(hotlists.errors);
  for (const std::string& line : hotlists.left_out) fmt::print(stderr, "{}\n", line);
  cv::setNumThreads(1);  // one thread a feed

  RecordsFile records(request.out);
  Stories stories(request, load.site->feeds.size());
  SiteReplayOptions options;
  options.speed = speed;
  options.threads = request.threads;
  if (request.pictures) options.pictures = pictures_folder(request.out);
  options.complained = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
  if (stories.book || stories.painter)
    options.seen = [&](const FeedSite& feed, const Frame* frame, std::size_t opening,
                       const PipelineYield& yield) { stories.take(feed, frame, opening, yield); };
  if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "Reading what is to be replayed …");
  const ReplayInputs inputs = replay_inputs(*load.site, hotlists.lists);
  SiteReplay replay(*load.site, std::make_shared<const HotlistMatcher>(hotlists.lists), options);
  if (!play(replay, signals)) throw ReplayFailure{"replay: stopped; nothing was written"};

  int exit_code = 0;
  for (const ReplayedFeed& feed : replay.feeds()) {
    if (feed.failure.empty()) continue;
    fmt::print(stderr, "feed {}: {}\n", feed.feed->name, feed.failure);
    exit_code = std::max(exit_code, feed.replay.processed == 0 ? 2 : 1);
  }
  if (exit_code == 2) return 2;
  const std::vector<std::string> lines = merged_lines(replay.feeds(), inputs, book_options(*load.site));
  records.write(lines);
  keep_coverage(request.out, replay.feeds());
  say_what_came(request, replay.feeds(), inputs, lines.size());
  return std::max(exit_code, stories.tell(request));
}

int replay(const ReplayRequest& request) {
  const std::optional<double> speed = speed_of(request.speed);
  if (!speed) return refused({"replay: --speed " + request.speed + ": expected max, or a number above 0"});
  try {
    return replay_site(request, *speed);
  } catch (const ReplayFailure& failure) {
    fmt::print(stderr, "{}\n", failure.line);
    return failure.exit_code;
  }
}

}  // namespace

void add_replay_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("replay", "Recordings through the pipelines of run, the same every time");
  const auto request = std::make_shared<ReplayRequest>();
  command->add_option("SITE", request->site, "The site file (TOML)")->required();
  command->add_option("--feed", request->feeds,
                      "NAME=PATH: a recording in place of a feed's uri; may be repeated");
  command->add_option("--speed", request->speed, "max, or times as fast as it was recorded")
      ->capture_default_str();
  command
      ->add_option("--threads", request->threads, "Feeds at once; the records are the same with any number")
      ->check(CLI::Range(std::size_t{1}, std::size_t{256}))
      ->capture_default_str();
  command->add_option("--out", request->out, "The records: a file of JSON lines")->required();
  command->add_flag("--pictures", request->pictures,
                    "Keep a picture of every pass and confirmed track in a folder beside the records");
  command->add_option("--explain", request->explain,
                      "Tell the story of one mark, or of one track (7, or FEED/7): every frame and decision");
  command->add_option(
      "--draw", request->draw,
      "Paint what was found on the frames (with --explain: on its frames), into a folder or FILE.mkv");
  command->callback([request, &exit_code] { exit_code = replay(*request); });
}

}  // namespace nightjar
