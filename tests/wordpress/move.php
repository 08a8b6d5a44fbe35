<?php
// move.php SOCKET OLD NEW: gives the contents of a site another address, as people who move a site do.
mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
$db  = new mysqli( 'localhost', 'root', '', 'wordpress', 0, $argv[1] );
$old = $db->real_escape_string( $argv[2] );
$new = $db->real_escape_string( $argv[3] );
$db->set_charset( 'utf8mb4' );
$db->query(
	"UPDATE wp_posts SET guid = REPLACE(guid, '$old', '$new'), post_content = REPLACE(post_content, '$old', '$new')
	WHERE LOCATE('$old', guid) OR LOCATE('$old', post_content)"
);
$db->query( "UPDATE wp_options SET option_value = '$new' WHERE option_name IN ('siteurl', 'home')" );
