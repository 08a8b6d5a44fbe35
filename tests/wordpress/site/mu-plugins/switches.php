<?php
// Misfortunes that a file in the folder "switches" turns on, whatever it holds.
function digest_switched( $name ) {
	clearstatcache();
	return file_exists( DIGEST_FOLDER . "/switches/$name" );
}

// Output before the answer, as from a plugin's file saved by a careless editor.
if ( digest_switched( 'bom' ) && PHP_SAPI !== 'cli' ) {
	echo "\xEF\xBB\xBF";
}

// A security plugin that lets only users in.
if ( digest_switched( 'closed' ) ) {
	add_filter(
		'rest_authentication_errors',
		function ( $result ) {
			if ( $result !== null || is_user_logged_in() ) {
				return $result;
			}
			return new WP_Error( 'rest_login_required', 'REST API restricted to authenticated users.', array( 'status' => 401 ) );
		}
	);
}

// Only the list of users is shut, which many plugins do.
if ( digest_switched( 'no-users' ) ) {
	add_filter(
		'rest_endpoints',
		function ( $endpoints ) {
			foreach ( array_keys( $endpoints ) as $route ) {
				if ( str_starts_with( $route, '/wp/v2/users' ) ) {
					unset( $endpoints[ $route ] );
				}
			}
			return $endpoints;
		}
	);
}

// A warning of PHP, shown or not as WordPress decides.
if ( digest_switched( 'warning' ) ) {
	add_action(
		'rest_api_init',
		function () {
			trigger_error( 'Undefined variable $seo', E_USER_WARNING );
		}
	);
}

// A warning that is printed in any case.
if ( digest_switched( 'noise' ) ) {
	add_action(
		'rest_api_init',
		function () {
			echo "<br />\n<b>Warning</b>:  Undefined variable \$seo in <b>/srv/plugins/seo.php</b> on line <b>12</b><br />\n";
		}
	);
}

// A cache plugin that signs every answer.
if ( digest_switched( 'comment' ) && PHP_SAPI !== 'cli' ) {
	register_shutdown_function(
		function () {
			echo "\n<!-- Cached by a plugin, " . esc_html( $_SERVER['REQUEST_URI'] ?? '' ) . " -->\n";
		}
	);
}

// A WordPress before 5.7, which does not know these and so ignores them.
if ( digest_switched( 'old' ) ) {
	add_filter(
		'rest_pre_dispatch',
		function ( $result, $server, $request ) {
			unset( $request['modified_after'], $request['modified_before'] );
			return $result;
		},
		10,
		3
	);
}

// A plugin that breaks down over one post, and only over that.
if ( digest_switched( 'crash' ) ) {
	add_filter(
		'the_content',
		function ( $content ) {
			if ( defined( 'REST_REQUEST' ) && str_contains( $content, 'The body of tree-europe.' ) ) {
				throw new Error( 'Call to a member function render() on null' );
			}
			return $content;
		}
	);
}

// A host with little memory: more than 25 posts with their contents are too many at once.
if ( digest_switched( 'weak' ) ) {
	add_filter(
		'rest_pre_dispatch',
		function ( $result, $server, $request ) {
			$fields = (string) $request['_fields'];
			if ( $request['per_page'] > 25 && ( $fields === '' || str_contains( $fields, 'content' ) ) ) {
				throw new Error( 'Allowed memory size of 67108864 bytes exhausted' );
			}
			return $result;
		},
		10,
		3
	);
}
