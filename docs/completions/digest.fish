# Completion of digest(1) for fish.

set -l commands init build fetch add sources config template store help version
set -l site 'build config'
set -l live 'build fetch'

complete -c digest -f
complete -c digest -n __fish_use_subcommand -l version -d 'Show the version'
complete -c digest -s h -l help -d 'Show help'

complete -c digest -n __fish_use_subcommand -a init -d 'Make a starter site with sample articles'
complete -c digest -n __fish_use_subcommand -a build -d 'Read the sources and write the site'
complete -c digest -n __fish_use_subcommand -a fetch -d 'Ask the live sources and keep what is new'
complete -c digest -n __fish_use_subcommand -a add -d 'Find out what a URL is, and add it to the sources'
complete -c digest -n __fish_use_subcommand -a sources -d 'Show how each source fares'
complete -c digest -n __fish_use_subcommand -a config -d 'Check the configuration, show where values come from'
complete -c digest -n __fish_use_subcommand -a template -d 'Render one template with JSON data'
complete -c digest -n __fish_use_subcommand -a store -d 'Check the store, print it, or read it back'
complete -c digest -n __fish_use_subcommand -a help -d 'Show what digest or a command does'
complete -c digest -n __fish_use_subcommand -a version -d 'Show the version'

complete -c digest -n "__fish_seen_subcommand_from help" -a "$commands"
complete -c digest -n "__fish_seen_subcommand_from init $site" -a '(__fish_complete_directories)'
complete -c digest -n "__fish_seen_subcommand_from init $site template" -s q -l quiet -d 'Print errors only'

complete -c digest -n "__fish_seen_subcommand_from $site" -l config -r -F -d 'The configuration'
complete -c digest -n "__fish_seen_subcommand_from $site" -l output -x -a '(__fish_complete_directories)' -d 'The folder to write the site to'
complete -c digest -n "__fish_seen_subcommand_from $site" -l url -x -d 'The address that the site will have'
complete -c digest -n "__fish_seen_subcommand_from $site" -l store -r -F -d 'What digest remembers between builds'
complete -c digest -n "__fish_seen_subcommand_from $site" -l jobs -x -d 'Worker threads'
complete -c digest -n "__fish_seen_subcommand_from $site" -l now -x -d 'Take this as the present'
complete -c digest -n "__fish_seen_subcommand_from $site" -l offline -d 'Use the store and local files only'
complete -c digest -n "__fish_seen_subcommand_from $site" -l full -d 'Make every page anew'
complete -c digest -n "__fish_seen_subcommand_from $site" -l strict -d 'Exit with 3 when a source failed'
complete -c digest -n "__fish_seen_subcommand_from $live" -l record -x -a '(__fish_complete_directories)' -d 'Store what servers answer there'
complete -c digest -n "__fish_seen_subcommand_from $live" -l replay -x -a '(__fish_complete_directories)' -d 'Take what servers answer from there'
complete -c digest -n "__fish_seen_subcommand_from fetch add sources" -l config -r -F -d 'The configuration'
complete -c digest -n "__fish_seen_subcommand_from fetch sources" -l store -r -F -d 'What digest remembers between builds'
complete -c digest -n "__fish_seen_subcommand_from fetch sources" -l now -x -d 'Take this as the present'
complete -c digest -n "__fish_seen_subcommand_from fetch" -l jobs -x -d 'Worker threads'
complete -c digest -n "__fish_seen_subcommand_from fetch" -l full -d 'Ask for everything again'
complete -c digest -n "__fish_seen_subcommand_from fetch" -l strict -d 'Exit with 3 when a source failed'
complete -c digest -n "__fish_seen_subcommand_from fetch" -s v -l verbose -d 'Say more'
complete -c digest -n "__fish_seen_subcommand_from fetch add sources" -s q -l quiet -d 'Print errors only'
complete -c digest -n "__fish_seen_subcommand_from fetch sources" -l json -d 'Print the result as JSON'
complete -c digest -n "__fish_seen_subcommand_from add" -s n -l dry-run -d 'Write nothing'
complete -c digest -n "__fish_seen_subcommand_from $site" -l json -d 'Print the result as JSON'
complete -c digest -n "__fish_seen_subcommand_from build" -l dump-context -x -d 'Print what the template of a page gets'
complete -c digest -n "__fish_seen_subcommand_from build" -s v -l verbose -d 'Say more'

complete -c digest -n "__fish_seen_subcommand_from template" -a '(__fish_complete_suffix .mustache)'
complete -c digest -n "__fish_seen_subcommand_from template" -l data -r -F -d 'A JSON file, "-" or JSON'
complete -c digest -n "__fish_seen_subcommand_from template" -l partials -x -a '(__fish_complete_directories)' -d 'Look for partials there, too'

complete -c digest -n "__fish_seen_subcommand_from store" -a 'check export import'
complete -c digest -n "__fish_seen_subcommand_from store" -F
complete -c digest -n "__fish_seen_subcommand_from store" -s q -l quiet -d 'Print errors only'
complete -c digest -n "__fish_seen_subcommand_from store" -l config -r -F -d 'The configuration'
complete -c digest -n "__fish_seen_subcommand_from store" -l store -r -F -d 'What digest remembers between builds'
complete -c digest -n "__fish_seen_subcommand_from store" -l json -d 'Print what a check found as JSON'
