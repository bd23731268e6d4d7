#include "tools/nightjar/watch_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "alerts/publisher.hpp"
#include "tests/alerts/full_disk.hpp"
#include "tests/alerts/made_worker.hpp"
#include "tests/tools/nightjar/command_run.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;

/// The command in a process of its own, its standard output in a pipe. Started before any thread of the test.
class WatchProcess {
 public:
  /// `errors`: a file for what it says there; empty: the test's own.
  explicit WatchProcess(const std::string& line, const std::string& errors = "") {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    std::fflush(nullptr);  // or the child writes what the test still holds
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      if (!errors.empty() && std::freopen(errors.c_str(), "a", stderr) == nullptr) std::_Exit(9);
      int exit_code = -1;
      CLI::App app;
      add_watch_command(app, exit_code);
      app.parse(line);
      std::_Exit(exit_code);
    }
    ::close(ends[1]);
    out_ = ::fdopen(ends[0], "r");
  }
  ~WatchProcess() {
    if (child_ > 0) stop(SIGKILL);
    std::fclose(out_);
  }
  WatchProcess(const WatchProcess&) = delete;
  WatchProcess& operator=(const WatchProcess&) = delete;

  std::string line() {
    std::array<char, 70'000> text{};
    return std::fgets(text.data(), static_cast<int>(text.size()), out_) == nullptr ? "" : text.data();
  }

  /// Its disk has room again.
  void empty_disk() const {
    const rlimit room{RLIM_INFINITY, RLIM_INFINITY};
    ::prlimit(child_, RLIMIT_FSIZE, &room, nullptr);
  }

  int stop(int signal) {
    int status = 0;
    ::kill(child_, signal);
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t child_ = -1;
  std::FILE* out_ = nullptr;
};

/// Publishes until killed, so that late listeners hear it too.
[[noreturn]] void publish_for_ever(const std::vector<LiveChannel>& channels,
                                   const std::vector<AlertEvent>& events) {
  PublisherOptions options;
  options.channels = channels;
  Publisher publisher(options);
  std::map<std::string, ChainEnd> ends;
  while (true) {
    for (const AlertEvent& event : events) publisher.publish(ends[event.channel].append(event, "5f"), "jpeg");
    ::usleep(20'000);
  }
}

class PublisherProcess {
 public:
  PublisherProcess(const std::vector<LiveChannel>& channels, const std::vector<AlertEvent>& events)
      : child_((std::fflush(nullptr), ::fork())) {
    if (child_ == 0) publish_for_ever(channels, events);
  }
  ~PublisherProcess() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  PublisherProcess(const PublisherProcess&) = delete;
  PublisherProcess& operator=(const PublisherProcess&) = delete;

 private:
  pid_t child_;
};

std::vector<LiveChannel> open_in(const TemporaryFolder& folder) {
  return {{"open", "ipc://" + (folder.path() / "open").string()}};
}

std::string connect_to(const TemporaryFolder& folder) {
  return "watch --connect " + open_in(folder).front().endpoint;
}

/// A port that nobody had a moment ago.
std::string free_endpoint() {
  PublisherOptions options;
  options.channels = {{"open", "tcp://127.0.0.1:*"}};
  return Publisher(options).endpoint_of("open");
}

TEST(WatchCommand, prints_one_json_line_an_event_keeps_pictures_and_ends_with_zero) {
  const TemporaryFolder folder;
  AlertEvent event = made_hit("a7");
  event.vehicle->entries.front().reason = "line\nbreak \xc2\x9b";
  const PublisherProcess publisher(open_in(folder), {event});
  WatchProcess watch(connect_to(folder) + " --json --save " + (folder.path() / "kept" / "here").string());
  const std::string first = watch.line();
  const auto json = nlohmann::json::parse(first);
  EXPECT_EQ(json["alert"], "a7");
  EXPECT_EQ(json["vehicle"]["entries"][0]["reason"], "line\nbreak \xc2\x9b");
  EXPECT_THAT(first, HasSubstr("\\u009b"));
  const auto next = nlohmann::json::parse(watch.line());
  EXPECT_EQ(next["seq"], json["seq"].get<int>() + 1);
  EXPECT_EQ(watch.stop(SIGTERM), 0);
  EXPECT_EQ(file_text(folder.path() / "kept" / "here" / "a7-r1.jpg"), "jpeg");
}

TEST(WatchCommand, shows_blocks_without_colour_where_there_is_no_terminal_and_ends_at_ctrl_c) {
  const TemporaryFolder folder;
  const PublisherProcess publisher(open_in(folder), {made_hit()});
  WatchProcess watch(connect_to(folder));
  EXPECT_EQ(watch.line(), "20:00:00Z   ALARM 10   UNCONFIRMED  a32-south · open · a1\n");
  EXPECT_EQ(watch.line(), "  STOP  ·  Seen at three burglaries\n");
  EXPECT_EQ(watch.stop(SIGINT), 0);
}

TEST(WatchCommand, watches_one_channel_of_a_site_where_asked) {
  const TemporaryFolder folder;
  const auto site = folder.path() / "site.toml";
  const std::vector<LiveChannel> channels{{"open", free_endpoint()}, {"quiet", free_endpoint()}};
  std::ofstream text(site);
  text << "[site]\nname = \"made\"\njournal = \"journal\"\n[[feed]]\nname = \"cam\"\nkind = \"anpr\"\n"
       << "uri = \"rtsp://127.0.0.1:8554/cam\"\n";
  for (const LiveChannel& channel : channels) {
    text << "[[channel]]\nname = \"" << channel.name << "\"\nlive = \"" << channel.endpoint << "\"\n";
  }
  text.close();
  const PublisherProcess publisher(channels, {made_hit("o", "open"), made_hit("q", "quiet")});
  WatchProcess watch("watch " + site.string() + " --channel quiet --json");
  EXPECT_EQ(nlohmann::json::parse(watch.line())["alert"], "q");
  EXPECT_EQ(nlohmann::json::parse(watch.line())["alert"], "q");
  EXPECT_EQ(watch.stop(SIGTERM), 0);
  const CommandRun run = run_command(add_watch_command, "watch " + site.string() + " --channel other");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.err, site.string() + ": channel: no \"other\", expected one of: open, quiet\n");
}

TEST(WatchCommand, catches_up_at_the_desk_keeps_its_place_and_fetches_the_large_pictures) {
  const TemporaryFolder folder;
  const std::string line = "watch --connect " + MadeWorker::live(folder.path()) + "," +
                           MadeWorker::desk(folder.path()) + " --json --place " +
                           (folder.path() / "place").string() + " --save " +
                           (folder.path() / "kept").string() + " --person PC";
  const std::string jpeg(20'000, 'j');
  {
    WatchProcess watch(line);
    MadeWorker worker(folder.path());
    AlertParcel parcel = made_parcel("a7");
    parcel.pictures = {made_picture(jpeg)};
    parcel.event.evidence = {{"frame", parcel.pictures[0].sha256, evening(), "a32-south"}};
    worker.post(parcel);
    const auto first = nlohmann::json::parse(watch.line());
    EXPECT_EQ(first["alert"], "a7");
    const auto file = folder.path() / "kept" / ("a7-frame-" + hex(sha256(jpeg)).substr(0, 12) + ".jpg");
    for (int i = 0; i < 500 && file_text(file) != jpeg; ++i) ::usleep(20'000);
    EXPECT_EQ(file_text(file), jpeg);
    EXPECT_EQ(watch.stop(SIGTERM), 0);
    worker.post("b1");
    worker.post("b1", AlertHappening::withdrawn);
  }
  WatchProcess watch(line);
  MadeWorker worker(folder.path());
  for (const char* what : {"raised", "withdrawn"}) {
    const auto json = nlohmann::json::parse(watch.line());
    EXPECT_EQ(json["alert"], "b1");
    EXPECT_EQ(json["event"], what);
    EXPECT_EQ(json["received"]["origin"], "history");
  }
  EXPECT_EQ(watch.stop(SIGTERM), 0);
}

TEST(WatchCommand, shows_all_while_the_disk_of_its_place_is_full_and_writes_it_when_there_is_room) {
  const TemporaryFolder folder;
  const auto errors = folder.path() / "errors";
  const std::string line = "watch --connect " + MadeWorker::live(folder.path()) + "," +
                           MadeWorker::desk(folder.path()) + " --json --place " +
                           (folder.path() / "place").string();
  std::optional<WatchProcess> watch;
  {
    const FullDisk full(1000);  // the watch inherits it
    watch.emplace(line, errors.string());
  }
  std::optional<MadeWorker> worker(folder.path());
  std::set<std::string> shown;
  for (int i = 0; i < 10; ++i) worker->post("a" + std::to_string(i));
  for (int i = 0; i < 10; ++i) shown.insert(nlohmann::json::parse(watch->line())["alert"]);
  EXPECT_EQ(shown.size(), 10U);
  const auto has_said = [&](const char* words) {
    for (int i = 0; i < 500 && file_text(errors).find(words) == std::string::npos; ++i) ::usleep(20'000);
    return file_text(errors).find(words) != std::string::npos;
  };
  EXPECT_TRUE(has_said("place: the disk is full; alerts go on"));
  watch->empty_disk();
  EXPECT_TRUE(has_said("place: is written again")) << file_text(errors);
  EXPECT_EQ(file_text(errors).find("is full"), file_text(errors).rfind("is full")) << "said once";
  EXPECT_EQ(watch->stop(SIGKILL), -1);
  worker.reset();
  watch.emplace(line);
  worker.emplace(folder.path());
  worker->post("b");
  EXPECT_EQ(nlohmann::json::parse(watch->line())["alert"], "b") << "nothing twice";
}

TEST(WatchCommand, opens_pictures_of_a_restricted_channel_for_a_reason_only) {
  const TemporaryFolder folder;
  const auto site = folder.path() / "site.toml";
  std::ofstream(site)
      << "[site]\nname = \"made\"\njournal = \"journal\"\n[[feed]]\nname = \"cam\"\n"
      << "kind = \"anpr\"\nuri = \"rtsp://127.0.0.1:8554/cam\"\n[[channel]]\nname = \"covert\"\n"
      << "restricted = true\nlive = \"" << free_endpoint() << "\"\ndesk = \"" << free_endpoint() << "\"\n";
  const std::string line = "watch " + site.string() + " --save " + (folder.path() / "kept").string();
  const CommandRun refused = run_command(add_watch_command, line);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.err,
            "--reason: missing, expected why the pictures of covert, a restricted channel, are opened\n");
  const CommandRun given = run_command(add_watch_command, line + " --reason operation --since 5f");
  EXPECT_EQ(given.err, "--since: found \"5f\", expected STREAM:SEQ\n") << "nothing else is wrong";
}

TEST(WatchCommand, refuses_wrong_input_with_one_line) {
  CommandRun run = run_command(add_watch_command, "watch");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.err, "watch: expected either a site file or --connect LIVE[,DESK]\n");
  run = run_command(add_watch_command, "watch --connect tcp://10.0.0.1:5560");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("watch: \"tcp://10.0.0.1:5560\" is not loopback"));
  run = run_command(add_watch_command, "watch /nowhere/site.toml");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("/nowhere/site.toml"));
  run = run_command(add_watch_command, "watch --connect tcp://127.0.0.1:1,tcp://10.0.0.1:2");
  EXPECT_THAT(run.err, HasSubstr("watch: \"tcp://10.0.0.1:2\" is not loopback"));
  run = run_command(add_watch_command, "watch --connect tcp://127.0.0.1:1,tcp://127.0.0.1:2 --since 5f");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.err, "--since: found \"5f\", expected STREAM:SEQ\n");
  run = run_command(add_watch_command, "watch --connect tcp://127.0.0.1:1 --since 5f:7");
  EXPECT_EQ(run.err, "--since: expected one channel that has a desk, choose it with --channel\n");
  run = run_command(add_watch_command, "watch --connect tcp://127.0.0.1:1 --place /dev/null/place");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("watch: /dev/null/place: cannot be written"));
  run = run_command(add_watch_command, "watch --connect tcp://127.0.0.1:1 --save /dev/null/folder");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("watch: /dev/null/folder: "));
}

}  // namespace
}  // namespace nightjar
