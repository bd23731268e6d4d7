#include "tools/nightjar/keys_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "alerts/key_file.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

struct KeyOrder {
  std::string name, folder, role = "watch";
  std::vector<std::string> channels;
};

/// What a channel may be called stands in the site file's page; a comma would part it here.
bool is_channel_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 && name.find_first_of(",\n\r\t") == std::string::npos &&
         name.front() != ' ' && name.back() != ' ';
}

int refuse(int exit_code, const std::string& words) {
  fmt::print(stderr, "keys: {}\n", words);
  return exit_code;
}

int make_key(const KeyOrder& order) {
  if (!is_key_name(order.name))
    return refuse(2, fmt::format("NAME: found \"{}\", expected at most 64 letters, digits and . - _ @",
                                 printable(order.name)));
  for (const std::string& channel : order.channels)
    if (!is_channel_name(channel))
      return refuse(2, fmt::format("--channel: found \"{}\", expected a channel's name without a comma",
                                   printable(channel)));
  try {
    const CurveKey key = make_curve_key(order.name, key_role(order.role).value(), order.channels);
    const KeyFiles files = write_key(key, order.folder);
    fmt::print("{}: keep it where {} is used; nobody else may read it\n", files.secret_file.string(),
               order.name);
    fmt::print(
        "{}: put it into the worker's folder of client keys, or give it to clients if it is the "
        "worker's own\n",
        files.public_file.string());
    return 0;
  } catch (const std::runtime_error& error) {
    return refuse(1, printable(error.what()));
  }
}

}  // namespace

void add_keys_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("keys", "Keys by which worker and clients know each other");
  command->require_subcommand(1);
  CLI::App* made = command->add_subcommand("new", "Make a key: NAME.secret and NAME.public");
  const auto order = std::make_shared<KeyOrder>();
  made->add_option("NAME", order->name, "Whose key it is; the journal says it")->required();
  made->add_option("--out", order->folder, "The folder for both files; made where it is not there")
      ->required();
  made->add_option("--role", order->role,
                   "watch: sees alerts; operate: deals with them; supervise: accepts lists, exports, erases; "
                   "console: acts on behalf of people who have logged in there")
      ->check(CLI::IsMember({"watch", "operate", "supervise", "console"}))
      ->capture_default_str();
  made->add_option(
          "--channel", order->channels,
          "A channel that the key is cleared for, as often as needed; without it, every channel that "
          "is not restricted")
      ->take_all();
  made->footer("Overwrites nothing. Exit code: 0 done, 1 cannot be written, 2 wrong input.");
  made->callback([order, &exit_code] { exit_code = make_key(*order); });
}

}  // namespace nightjar
