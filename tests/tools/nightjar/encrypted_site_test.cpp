// A worker whose channel is encrypted, and those who come to it, as people start them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "alerts/audit.hpp"
#include "alerts/journal.hpp"
#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/made_site.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

struct Ran {
  int exit_code = -1;
  std::string output;
};

/// A site that everybody on this machine's network may reach, with keys for a control room, a person and
/// nobody.
class EncryptedSite {
 public:
  explicit EncryptedSite(const std::string& name) : site_(name) {
    for (const char* who :
         {"worker --role watch", "control --role console", "jo --role operate", "eve --role console"})
      make_key(who);
    std::filesystem::create_directories(site_.file("keys/clients"));
    for (const char* who : {"control", "jo"}) allow(who);
    site_.write("site.toml",
                std::regex_replace(site_.text(), std::regex("tcp://127.0.0.1"), "tcp://0.0.0.0") +
                    "[keys]\nserver = \"keys/worker.secret\"\nclients = \"keys/clients\"\n"
                    "local = \"keys/control.secret\"\n");
  }

  [[nodiscard]] Ran does(std::vector<std::string> words) const {
    words.insert(words.begin(), NIGHTJAR_PROGRAM);
    ChildProcess child(words, site_.file("command.log"));
    const auto code = child.wait(60s);
    return {code.value_or(-1), child.output()};
  }
  [[nodiscard]] std::unique_ptr<ChildProcess> start() const {
    auto run = std::make_unique<ChildProcess>(
        std::vector<std::string>{NIGHTJAR_PROGRAM, "run", file("site.toml")}, site_.file("run.log"));
    EXPECT_TRUE(run->says("running", 60s)) << run->output();
    return run;
  }
  /// `who` with a key of the folder listens from elsewhere, as JSON; without one in plain.
  [[nodiscard]] std::unique_ptr<ChildProcess> listener(const std::string& who) const {
    std::vector<std::string> words{NIGHTJAR_PROGRAM, "watch", "--connect", site_.live(), "--json"};
    if (!who.empty())
      words.insert(words.end(),
                   {"--server-key", file("keys/worker.public"), "--key", file("keys/" + who + ".secret")});
    return std::make_unique<ChildProcess>(words, site_.file("watch" + who + ".log"));
  }
  [[nodiscard]] std::string file(const std::string& name) const { return site_.file(name).string(); }
  void allow(const std::string& who) const {
    std::filesystem::copy_file(file("keys/" + who + ".public"), file("keys/clients/" + who + ".public"));
  }
  void revoke(const std::string& who) const {
    std::filesystem::remove(file("keys/clients/" + who + ".public"));
  }

 private:
  void make_key(const std::string& who) const {
    const std::size_t space = who.find(' ');
    const Ran made = does({"keys", "new", who.substr(0, space), "--out", file("keys"), "--role",
                           who.substr(who.rfind(' ') + 1)});
    EXPECT_EQ(made.exit_code, 0) << made.output;
  }

  MadeSite site_;
};

std::string first_hit(const ChildProcess& watch) {
  EXPECT_TRUE(watch.says(R"("kind":"vehicle_hit")", 90s)) << watch.output();
  std::istringstream lines(watch.output());
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("{") && line.find("vehicle_hit") != std::string::npos)
      return json::parse(line)["alert"];
  return "";
}

TEST(EncryptedSite, serves_who_has_a_key_and_journals_whose_it_was) {
  const EncryptedSite site("encrypted");
  {
    const auto watch = site.listener("jo");
    const auto run = site.start();
    const std::string alert = first_hit(*watch);
    const std::string toml = site.file("site.toml");
    const Ran noted = site.does({"act", toml, alert, "acknowledged", "--key", site.file("keys/jo.secret")});
    EXPECT_EQ(noted.exit_code, 0) << noted.output;
    EXPECT_THAT(noted.output, HasSubstr(", by jo"));
    const Ran other = site.does({"act", toml, alert, "noted", "--note", "n", "--key",
                                 site.file("keys/jo.secret"), "--person", "PC Example"});
    EXPECT_EQ(other.exit_code, 1);
    EXPECT_THAT(other.output, HasSubstr("only a console acts for others"));
    const Ran local = site.does({"act", toml, alert, "noted", "--note", "n", "--person", "PC Example"});
    EXPECT_EQ(local.exit_code, 0) << local.output;
    EXPECT_TRUE(watch->says(R"("actor":{"person":"jo","key":"jo"})", 20s)) << watch->output();
    EXPECT_TRUE(watch->says(R"("actor":{"person":"PC Example","key":"control"})", 20s)) << watch->output();
    const Ran beyond =
        site.does({"about", toml, "LR33TEE", "--reason", "r", "--key", site.file("keys/jo.secret")});
    EXPECT_EQ(beyond.exit_code, 1);
    EXPECT_THAT(beyond.output, HasSubstr("expected one for \"supervise\""));
    run->signal(SIGTERM);
    EXPECT_EQ(run->wait(20s), 0) << run->output();
  }
  const Journal journal(site.file("journal"));
  std::vector<std::string> who;
  for (const StoredAudit& one : journal.audit_since(0, 100)) {
    const AuditRecord record = audit_from_json(one.text).value();
    if (record.what == "act") who.push_back(record.person + " by " + record.key.value_or("no key"));
  }
  EXPECT_THAT(who, testing::ElementsAre("jo by jo", "PC Example by control"));
}

/// Either side may be the first to see that the other does not speak its way, and hang up.
bool tells_of_a_plain_one(const ChildProcess& run) {
  for (int i = 0; i < 10; ++i)
    if (run.says("turned away: no key of this worker's, or none at all", 1s) ||
        run.says("a connection went away without a key", 1s))
      return true;
  return false;
}

TEST(EncryptedSite, says_nothing_to_strangers_and_ends_a_revoked_session) {
  const EncryptedSite site("encrypted-strangers");
  const auto jo = site.listener("jo"), control = site.listener("control");
  const auto eve = site.listener("eve"), plain = site.listener("");
  const auto run = site.start();
  (void)first_hit(*jo);
  (void)first_hit(*control);
  EXPECT_TRUE(run->says("turned away: a key that nobody here knows: from 127.0.0.1", 20s)) << run->output();
  EXPECT_TRUE(tells_of_a_plain_one(*run)) << run->output();
  EXPECT_TRUE(eve->says("no heartbeat", 20s)) << eve->output();
  EXPECT_TRUE(plain->says("no heartbeat", 20s)) << plain->output();
  for (const ChildProcess* stranger : {eve.get(), plain.get()})
    EXPECT_THAT(stranger->output(), Not(HasSubstr("{")));
  site.revoke("jo");
  EXPECT_TRUE(run->says("closed for all and opened again, as a key was revoked", 20s)) << run->output();
  EXPECT_TRUE(run->says("turned away: a revoked key: jo from 127.0.0.1", 20s)) << run->output();
  const std::size_t heard = jo->output().size();
  EXPECT_TRUE(jo->says("no heartbeat", 20s)) << jo->output();
  EXPECT_THAT(jo->output().substr(heard), Not(HasSubstr("{")));
  site.allow("eve");
  EXPECT_TRUE(eve->says("LIVE", 20s)) << eve->output();
}

TEST(EncryptedSite, is_refused_at_the_start_where_others_could_read_its_key) {
  const EncryptedSite site("encrypted-refused");
  std::filesystem::permissions(site.file("keys/worker.secret"), std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  for (const char* command : {"run", "check"}) {
    const Ran refused = site.does({command, site.file("site.toml")});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output,
                HasSubstr("worker.secret:1: file: found mode 0640, which others can use, expected 0600"));
  }
}

}  // namespace
}  // namespace nightjar
